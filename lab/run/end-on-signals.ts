import process from 'node:process';

const numbers = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/** Has the process end by its `exit` event when it is told to: that event undoes what the story at hand has set up, and a signal alone does not fire it. */
export function endOnSignals(): void {
  for (const [signal, number] of Object.entries(numbers)) process.once(signal, () => process.exit(128 + number));
}
