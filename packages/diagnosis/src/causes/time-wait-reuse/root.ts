import type { Connection, KeptSegment } from '@fivewhys/connections';
import type { Why } from '@fivewhys/evidence';
import { count, duration, endpointText } from '../../phrases.ts';
import type { Before } from './facts.ts';
import { synOfBefore } from './syn-of-before.ts';

/** Why the SYN's number was too low, or its timestamp too old: by what the originator's numbers and clock did since the connection before. */
export function rootOf(connection: Connection, before: Before, syn: KeptSegment, input: number): Why {
  const { isnAdvance, connection: old } = before;
  const elapsedNs = syn.instantNs - old.firstInstantNs;
  const reuse = `${endpointText(connection.originator)} was used again after ${duration(elapsedNs)}`;
  const frames = [...synOfBefore(old), syn.frame];
  if (before.isnAhead > 0) {
    return {
      claim: `The originator came round to the same port within TIME_WAIT, with timestamps from another clock: of another host behind ${connection.originator.ip}, or of a host that was started anew`,
      evidence: [
        {
          input,
          frames,
          detail: `${reuse}; timestamps of one host and one pair of addresses only go forward (RFC 7323)`,
        },
      ],
    };
  }
  if (isnAdvance !== undefined && isnAdvance < 0) {
    return {
      claim: `The originator came round to the same port within TIME_WAIT, with an initial sequence number from another source: random, or of another host behind ${connection.originator.ip}`,
      evidence: [
        {
          input,
          frames,
          detail: `${reuse}; its ISN went back by ${count(-isnAdvance)}, where RFC 6528's clock (a tick each 4 µs) only goes forward: here by about ${count(elapsedNs / 4000)}`,
        },
      ],
    };
  }
  return {
    claim:
      'The originator came round to the same port within TIME_WAIT, and had sent more data than its initial sequence numbers advanced',
    evidence: [
      {
        input,
        frames,
        detail: `${reuse}; ${count(old.half.originator.payloadBytes)} bytes had been sent${isnAdvance === undefined ? '' : `, the ISN advanced by ${count(isnAdvance)}`}`,
      },
    ],
  };
}
