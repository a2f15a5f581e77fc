/** Where a capture is taken. On the middle host: on all interfaces at once, or on one of them. */
export type Vantage =
  | 'originator'
  | 'middle'
  | 'middle-to-originator'
  | 'middle-to-responder'
  | 'responder'
  | SecondRole;

/** What the host `two` can be in a story. */
export type SecondRole = 'other-edge' | 'second-originator' | 'second-router';

/** Who can have sent a RST. */
export type Sender = 'originator' | 'responder' | 'other-edge' | 'middlebox' | 'firewall' | 'nat-host';

/** What a story says of its hosts. */
export interface Cast {
  /** What the router is here, if it makes packets of its own. Default: a `middlebox`. */
  readonly router?: 'firewall' | 'nat-host';
  /** What the host `two` is here, if it takes part. */
  readonly two?: SecondRole;
}

/** Who a host is in a story, by its role in the network. */
export function senderAt(role: string, { router, two }: Cast): Sender {
  if (role === 'responder') return 'responder';
  if (role === 'router') return router ?? 'middlebox';
  if (role === 'two' && two === 'other-edge') return 'other-edge';
  if (role === 'two' && two === 'second-router') return 'middlebox';
  return 'originator';
}
