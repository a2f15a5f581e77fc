import type { Meaning } from '../meaning.ts';

/** All measurements: Linux 6.18.44, three network namespaces in a row, IPv4 over veth, one event at a time between two `nstat -asz`. */
const on = 'Linux 6.18';

/** A counter of the host that sends RSTs: at the other end it says nothing of them. */
export const ofSender = (meaning: Meaning): Meaning => ({ ...meaning, speaksOf: 'sender' });
/** A counter of the host that gets them. */
export const ofReceiver = (meaning: Meaning): Meaning => ({ ...meaning, speaksOf: 'receiver' });

/** A counter of the host that listens: an originator's stands still for other reasons. */
export const ofResponder = (meaning: Meaning): Meaning => ({ ...meaning, speaksOf: 'responder' });

/** One row of the tables: what the movement of a counter says. */
export const counter = (
  name: string,
  event: string,
  says: Meaning['says'],
  source: string,
  measured?: string,
): Meaning => ({
  kind: 'counter',
  name,
  event,
  says,
  source,
  measured: measured === undefined ? undefined : `${on}: ${measured}`,
});
