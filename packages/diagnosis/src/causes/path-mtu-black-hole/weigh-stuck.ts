import { OPTION_SACK } from '@fivewhys/capture';
import { distance, readSilence, type Silence, type UnacknowledgedData } from '@fivewhys/connections';
import type { Weighing } from '@fivewhys/evidence';
import { pathMtuBlackHole as entry } from '../../catalogue/path-mtu-black-hole.ts';
import { remediesHere } from '../../commands/remedies-here.ts';
import { leastSuspectBytes } from '../../path/least-suspect-bytes.ts';
import { count, duration, endpointText } from '../../phrases.ts';
import { type ConnectionSubject, otherSide } from '../../subject.ts';
import { searchForMtu } from './search-for-mtu.ts';
import { tooBigErrors } from './too-big.ts';

/** Large segments that are in vain to the end. */
export function weighStuck({ connection, reset, input, surroundings }: ConnectionSubject): Weighing {
  const silence: Silence | undefined = readSilence(connection);
  if (silence?.kind !== 'unacknowledged-data') {
    return { kind: 'excluded', because: 'no data was sent again and again without being acknowledged' };
  }
  const { from, tries, heardSince } = silence;
  const receiver = otherSide(from);
  const [first] = tries;
  const last = tries.at(-1);
  if (first === undefined || last === undefined) return { kind: 'excluded', because: 'nothing was sent again' };
  const lostBytes = Math.min(...tries.map(({ payloadBytes }) => payloadBytes));
  if (lostBytes < leastSuspectBytes) {
    return { kind: 'excluded', because: `what is lost has ${lostBytes} bytes, which fit through any path` };
  }
  const { highestAcknowledgment } = connection.half[receiver];
  const passed = connection.segments.filter(
    ({ from: sender, sequence, payloadBytes }) =>
      sender === from && payloadBytes > 0 && distance((sequence + payloadBytes) >>> 0, highestAcknowledgment ?? 0) <= 0,
  );
  const largest = passed.toSorted((a, b) => b.payloadBytes - a.payloadBytes)[0];
  if (largest !== undefined && largest.payloadBytes >= lostBytes) {
    return {
      kind: 'excluded',
      because: `a segment of ${largest.payloadBytes} bytes was acknowledged (frame ${largest.frame}); what is lost has ${lostBytes}`,
    };
  }
  const half = connection.half[from];
  const unkept = unkeptAverage(
    half.payloadBytes,
    half.dataSegments,
    connection.segments.filter((segment) => segment.from === from && segment.payloadBytes > 0),
  );
  if (unkept !== undefined && unkept >= lostBytes) {
    return {
      kind: 'excluded',
      because: `segments of ${count(unkept)} bytes on average had passed before; what is lost has ${lostBytes}`,
    };
  }
  const tooBig = tooBigErrors(connection);
  const at = tries.map(({ instantNs }) => ((instantNs - first.instantNs) / 1e9).toFixed(1)).join(', ');
  const sacks = heardSince.filter(({ options }) => (options & OPTION_SACK) !== 0);
  const smaller = connection.segments.filter(
    ({ from: sender, frame, payloadBytes }) =>
      sender === from && frame > first.frame && payloadBytes > 0 && payloadBytes < lostBytes,
  );
  const smallArrived = sacks.length > 0 && smaller.length > 0;
  const mss = [half.mss, connection.half[receiver].mss].filter((value) => value !== undefined);
  const target = endpointText(connection.responder);
  const heardElsewhere =
    (surroundings.baseline(connection[receiver].key)?.lastInstantNs ?? Number.NEGATIVE_INFINITY) > last.instantNs;
  return {
    kind: 'fits',
    directness: 'direct',
    symptom: `The connection to ${target} got stuck at the first large packet of the ${from}`,
    sentBy: reset === undefined ? 'unknown' : reset.from,
    whys: [
      {
        claim: `A segment of ${lostBytes} bytes was sent ${tries.length} times at growing intervals and never acknowledged`,
        evidence: [
          {
            input,
            frames: tries.map(({ frame }) => frame),
            detail: `seq ${first.sequence} after ${at} s; the ${receiver} acknowledges up to ${highestAcknowledgment} and no more`,
          },
        ],
      },
      {
        claim:
          largest === undefined
            ? 'The handshake passed; nothing larger had been sent before'
            : 'Everything smaller passed',
        evidence: [
          ...(largest === undefined
            ? []
            : [
                {
                  input,
                  frames: [largest.frame],
                  detail: `the largest data segment of the ${from} that was acknowledged: ${largest.payloadBytes} bytes`,
                },
              ]),
          ...(smallArrived
            ? [
                {
                  input,
                  frames: [...smaller.slice(0, 2), ...sacks.slice(0, 2)]
                    .map(({ frame }) => frame)
                    .sort((a, b) => a - b),
                  detail: `smaller segments behind the lost one (${smaller[0]?.payloadBytes} bytes) arrived: the ${receiver} acknowledges selectively`,
                },
              ]
            : []),
          ...(largest === undefined && !smallArrived
            ? [
                {
                  input,
                  frames: [connection.handshake.ackFrame ?? connection.firstFrame],
                  detail: 'SYN, SYN-ACK and ACK',
                },
              ]
            : []),
        ],
      },
      {
        claim:
          tooBig.length === 0
            ? 'A link on the way takes only smaller packets, and the message that says so does not come back'
            : 'A link on the way takes only smaller packets; it says so, and the sender does not heed it',
        evidence: [
          {
            input,
            frames:
              tooBig.length === 0
                ? [connection.handshake.synFrame ?? connection.firstFrame]
                : tooBig.map(({ frame }) => frame),
            detail:
              tooBig.length > 0
                ? `"too big" for more than ${tooBig[0]?.mtuBytes} bytes`
                : `${mss.length === 0 ? 'the MSS is not in the capture' : `MSS ${mss.join(' and ')} in the handshake: the ends believe in packets of that size`}; no ICMP "too big" in the capture`,
          },
        ],
      },
      ...(reset === undefined
        ? []
        : [
            {
              claim: `The RST of the ${reset.from} is a late consequence: it gave up waiting`,
              evidence: [
                {
                  input,
                  frames: [reset.frame],
                  detail: `${duration(reset.instantNs - first.instantNs)} after the segment was first sent`,
                },
              ],
            },
          ]),
    ],
    lookAlikes: [
      {
        cause: 'firewall-drop',
        excluded: smallArrived,
        because: smallArrived
          ? 'smaller segments of the same connection arrive'
          : `no smaller segment of the ${from} is known to have arrived after the large one: something may drop all of them from then on`,
      },
      ...(reset === undefined && !smallArrived && heardSince.length === 0
        ? [
            {
              cause: 'restart',
              excluded: heardElsewhere,
              because: heardElsewhere
                ? `${connection[receiver].ip} is heard in other connections after that`
                : `${connection[receiver].ip} is not heard any more: it may have gone`,
            },
          ]
        : []),
    ],
    notes: [`By chance alone ${tries.length} tries in a row are hardly ever lost.`],
    next: searchForMtu(connection, from),
    remedies: remediesHere(entry, connection),
    group: `The connection got stuck at the first large packet of the ${from}`,
    measures: [
      { name: 'bytes of the smallest segment that did not pass', value: lostBytes },
      ...(largest === undefined
        ? []
        : [{ name: 'bytes of the largest segment that passed', value: largest.payloadBytes }]),
    ],
  };
}

/** Average size of the data segments that were not kept: of those only the sum is known. */
function unkeptAverage(
  payloadBytes: number,
  dataSegments: number,
  kept: readonly UnacknowledgedData['tries'][number][],
): number | undefined {
  const missing = dataSegments - kept.length;
  if (missing <= 0) return undefined;
  const keptBytes = new Map(kept.map((segment) => [segment.sequence, segment.payloadBytes]));
  return (payloadBytes - [...keptBytes.values()].reduce((sum, bytes) => sum + bytes, 0)) / missing;
}
