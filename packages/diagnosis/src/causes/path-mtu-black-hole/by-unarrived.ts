import { type Connection, type LostAnswer, readLostAnswer } from '@fivewhys/connections';
import type { Fit, Why } from '@fivewhys/evidence';
import { pathMtuBlackHole as entry } from '../../catalogue/path-mtu-black-hole.ts';
import { remediesHere } from '../../commands/remedies-here.ts';
import { leastSuspectBytes } from '../../path/least-suspect-bytes.ts';
import { plural } from '../../phrases.ts';
import { lostSymptom, lostWhy } from '../../silence/lost-answer.ts';
import type { ConnectionSubject } from '../../subject.ts';
import { searchForMtu } from './search-for-mtu.ts';
import { tooBigErrors } from './too-big.ts';

/**
 * Behind the narrow link, what never came: none of its segments is seen, but the responder's ACKs, which are small, bear numbers beyond them. Undefined where that is not so, or large
 * segments of the responder had come through.
 */
export function byUnarrived({ connection, input }: ConnectionSubject): Fit | undefined {
  const lost = readLostAnswer(connection);
  if (lost === undefined || lost.lostBytes < leastSuspectBytes) return undefined;
  const largest = Math.max(
    0,
    ...connection.segments.map(({ from, payloadBytes }) => (from === 'responder' ? payloadBytes : 0)),
  );
  if (largest >= leastSuspectBytes) return undefined;
  const { lostBytes, waitedNs } = lost;
  return {
    kind: 'fits',
    directness: 'direct',
    symptom: lostSymptom(connection, lost),
    sentBy: 'unknown',
    whys: [lostWhy(lost, input), smallCameWhy(connection, lost, largest, input), linkWhy(connection, input)],
    lookAlikes: [
      {
        cause: 'firewall-drop',
        excluded: false,
        because:
          'what was lost is not in the capture, nor how large its segments were: something may drop all that carries payload',
      },
      {
        cause: 'client-abort',
        excluded: true,
        because: `the originator closed because nothing more came: ${plural(lostBytes, 'byte')} had been sent and did not arrive`,
      },
    ],
    notes: [],
    next: searchForMtu(connection, 'responder'),
    remedies: remediesHere(entry, connection),
    group: 'An answer did not arrive, though smaller segments did',
    measures: [
      { name: 'bytes that were sent and did not arrive', value: lostBytes },
      { name: "seconds from the last payload to the originator's FIN", value: waitedNs / 1e9 },
    ],
  };
}

function smallCameWhy(connection: Connection, { beyond }: LostAnswer, largest: number, input: number): Why {
  const small = connection.segments.filter(({ from }) => from === 'responder').map(({ frame }) => frame);
  return {
    claim: 'Small segments of the responder came through, before and after',
    evidence: [
      {
        input,
        frames: [...new Set([...small.slice(0, 2), beyond.frame])],
        detail:
          largest === 0 ? 'none of them carries payload' : `the largest of them carries ${plural(largest, 'byte')}`,
      },
    ],
  };
}

function linkWhy(connection: Connection, input: number): Why {
  const tooBig = tooBigErrors(connection, 'responder');
  const mss = [connection.half.originator.mss, connection.half.responder.mss].filter((value) => value !== undefined);
  return tooBig.length > 0
    ? {
        claim: 'A link on the way takes only smaller packets; it says so, and the sender does not heed it',
        evidence: [
          {
            input,
            frames: tooBig.map(({ frame }) => frame),
            detail: `"too big" for more than ${tooBig[0]?.mtuBytes} bytes`,
          },
        ],
      }
    : {
        claim:
          'A link before the capture, it seems, takes only smaller packets, and the message that says so does not reach the responder',
        evidence: [
          {
            input,
            frames: [connection.handshake.synFrame ?? connection.firstFrame],
            detail: `${mss.length === 0 ? 'the MSS is not in the capture' : `MSS ${mss.join(' and ')} in the handshake: the ends believe in packets of that size`}; whether the responder got an ICMP "too big" is not in the capture`,
          },
        ],
      };
}
