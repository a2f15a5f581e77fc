const lines = [
  'X-Usage-Quota-Remaining: 999876.543',
  'X-Usage-Request-Cost: 1.23',
  'X-Usage-User-Time: 0.000037',
  'X-Usage-System-Time: 0.000000',
  'X-Usage-Measured: false',
  'X-Usage-Throttled: false',
  '',
].join('\r\n');

interface Stored {
  _storeHeader(firstLine: string, headers: unknown): unknown;
}

/** Six headers that never change, in the cheapest way there is: what a throttle that measures and decides nothing would take, if it says as much as ours. */
export function addConstantLines(response: object): void {
  const stored = response as Stored;
  const storeHead = stored._storeHeader;
  stored._storeHeader = function (firstLine, headers) {
    return storeHead.call(this, firstLine + lines, headers);
  };
}
