import { OPTION_SACK } from '@fivewhys/capture';
import { type Connection, distance, type KeptSegment, type ResentSmaller } from '@fivewhys/connections';
import type { Fit, Why } from '@fivewhys/evidence';
import { pathMtuBlackHole as entry } from '../../catalogue/path-mtu-black-hole.ts';
import { remediesHere } from '../../commands/remedies-here.ts';
import { count, duration, endpointText, plural } from '../../phrases.ts';
import { otherSide } from '../../subject.ts';
import { searchForMtu } from './search-for-mtu.ts';
import { tooBigErrors } from './too-big.ts';

/** What is said of a connection that got round a path that takes no large segments. */
export function fitOfGotRound(connection: Connection, resent: ResentSmaller, input: number): Fit {
  const { from, largeBytes, inVainNs, hole } = resent;
  const receiver = otherSide(from);
  const arrived = arrivedMeanwhile(resent);
  const isSeen = hole === undefined;
  return {
    kind: 'fits',
    directness: isSeen && arrived !== undefined ? 'direct' : 'indirect',
    symptom: `What the ${from} sent on the connection to ${endpointText(connection.responder)} stood still for ${duration(inVainNs)} at ${isSeen ? 'a large segment' : 'a hole'}, and went on in smaller segments`,
    sentBy: 'unknown',
    whys: [
      isSeen ? triedWhy(resent, input) : missingWhy(resent, input),
      {
        claim:
          arrived === undefined
            ? 'Nothing tells whether smaller segments would have arrived meanwhile'
            : isSeen
              ? 'Smaller segments behind it arrived'
              : 'A smaller segment behind them arrived at once',
        evidence: [
          {
            input,
            frames: arrived?.frames ?? [resent.tries[0]?.frame ?? resent.smaller.frame, resent.smaller.frame],
            detail:
              arrived?.detail ??
              `between them no selective acknowledgment of the ${receiver} that would say so is at hand`,
          },
        ],
      },
      linkWhy(connection, resent, input),
    ],
    lookAlikes: [
      {
        cause: 'firewall-drop',
        excluded: false,
        because: !isSeen
          ? 'what was sent meanwhile is not in the capture: something may have dropped all of it'
          : arrived === undefined
            ? `all packets of the ${from} may have been lost meanwhile: nothing smaller is known to have arrived`
            : 'what looks into segments may discard the same bytes each time, and not know them in smaller pieces',
      },
      {
        cause: 'restart',
        excluded: true,
        because: `the ${receiver} acknowledged the smaller segments on the same connection (frame ${resent.acknowledgment.frame})`,
      },
    ],
    notes: [
      'That a sender goes over to smaller segments does not tell by itself why the large ones were lost: where they look for such paths (Linux: tcp_mtu_probing; Windows and macOS: black hole detection), kernels do so after some time-outs, whatever the reason.',
    ],
    next: searchForMtu(connection, from),
    // The other one, probing, is what the sender does already.
    remedies: remediesHere({ ...entry, remedies: entry.remedies.slice(0, 1) }, connection),
    group: isSeen
      ? `The connection stood still at a large segment of the ${from}, until its bytes went in smaller ones`
      : `The connection stood still because bytes of the ${from} were missing, until they came in smaller segments`,
    measures: [
      { name: 'seconds until the smaller segment', value: inVainNs / 1e9 },
      ...(isSeen ? [{ name: 'bytes of the segment that did not pass', value: largeBytes }] : []),
      { name: 'bytes of the first smaller segment', value: resent.smaller.payloadBytes },
    ],
  };
}

function triedWhy(resent: ResentSmaller, input: number): Why {
  const { tries, largeBytes, smaller, sequence, inVainNs, acknowledgment } = resent;
  const [first] = tries;
  const at = tries.map(({ instantNs }) => ((instantNs - (first?.instantNs ?? 0)) / 1e9).toFixed(1)).join(', ');
  const lostDontFragment = tries.every(({ dontFragment }) => dontFragment === 1) && smaller.dontFragment === 0;
  return {
    claim: `A segment of ${count(largeBytes)} bytes was sent ${tries.length} times and not acknowledged; the first ${count(smaller.payloadBytes)} of its bytes, sent alone ${duration(inVainNs)} after the first try, were`,
    evidence: [
      { input, frames: tries.map(({ frame }) => frame), detail: `seq ${sequence} after ${at} s` },
      {
        input,
        frames: [smaller.frame, acknowledgment.frame],
        detail: `the same seq with ${plural(smaller.payloadBytes, 'byte')}${lostDontFragment ? ', and without "don\'t fragment", which the large one had' : ''}; ack ${acknowledgment.acknowledgment} covers ${count(distance(acknowledgment.acknowledgment, sequence))} bytes from there, ${duration(acknowledgment.instantNs - smaller.instantNs)} later`,
      },
    ],
  };
}

function missingWhy(resent: ResentSmaller, input: number): Why {
  const { hole, largeBytes, smaller, sequence, inVainNs } = resent;
  const bytes = hole?.bytes ?? 0;
  const full = bytes / largeBytes;
  const behind = behindHole(resent);
  return {
    claim: `${count(bytes)} bytes were missing for ${duration(inVainNs)}, as many as ${plural(full, 'full segment')}; then they came in smaller segments`,
    evidence: [
      ...(behind === undefined
        ? []
        : [
            {
              input,
              frames: [behind.frame],
              detail: `begins ${count(bytes)} bytes behind seq ${sequence}, up to where all had come; a full segment has ${count(largeBytes)} bytes by the MSS`,
            },
          ]),
      {
        input,
        frames: [smaller.frame],
        detail: `the first ${count(smaller.payloadBytes)} of the missing bytes, from seq ${sequence} on`,
      },
    ],
  };
}

function linkWhy(connection: Connection, resent: ResentSmaller, input: number): Why {
  const { originator, responder } = connection.half;
  const tooBig = tooBigErrors(connection, resent.from);
  const mss = [originator.mss, responder.mss].filter((value) => value !== undefined);
  const where = resent.hole === undefined ? 'A link on the way' : 'A link before the capture, it seems,';
  if (tooBig.length > 0) {
    return {
      claim: `${where} takes only smaller packets; it says so, and the sender did not heed it`,
      evidence: [
        {
          input,
          frames: tooBig.map(({ frame }) => frame),
          detail: `"too big" for more than ${tooBig[0]?.mtuBytes} bytes`,
        },
      ],
    };
  }
  return {
    claim: `${where} takes only smaller packets, and the message that says so does not come back`,
    evidence: [
      {
        input,
        frames: [connection.handshake.synFrame ?? connection.firstFrame],
        detail: `${mss.length === 0 ? 'the MSS is not in the capture' : `MSS ${mss.join(' and ')} in the handshake: the ends believe in packets of that size`}; ${resent.hole === undefined ? 'no ICMP "too big" in the capture' : `the large segments themselves are not in the capture, nor whether the ${resent.from} got an ICMP "too big"`}`,
      },
    ],
  };
}

interface Arrived {
  readonly frames: readonly number[];
  readonly detail: string;
}

/** Smaller segments behind the large one that are known to have arrived, though the large one did not. Only when all is acknowledged it is sure that no large one was among them. */
function arrivedMeanwhile(resent: ResentSmaller): Arrived | undefined {
  const { before, from, sequence, largeBytes, isSettled, arrivedBytes, tries } = resent;
  if (resent.hole !== undefined) {
    const behind = behindHole(resent);
    return behind === undefined
      ? undefined
      : { frames: [behind.frame], detail: `${count(behind.payloadBytes)} bytes, when the others were missing already` };
  }
  const first = tries[0]?.frame ?? 0;
  const small = before.filter(
    (segment) =>
      segment.from === from &&
      segment.payloadBytes > 0 &&
      segment.payloadBytes < largeBytes &&
      distance(segment.sequence, sequence) > 0,
  );
  const sacks = before.filter(
    ({ from: sender, frame, options }) => sender !== from && frame > first && (options & OPTION_SACK) !== 0,
  );
  const [one] = small;
  if (!isSettled || one === undefined || (sacks.length === 0 && arrivedBytes === 0)) return undefined;
  return {
    frames: [...small.slice(0, 2), ...sacks.slice(0, 2)].map(({ frame }) => frame).sort((a, b) => a - b),
    detail: [
      `${count(one.payloadBytes)} bytes`,
      ...(sacks.length > 0 ? [`the ${otherSide(from)} acknowledges selectively while the large one is in vain`] : []),
      ...(arrivedBytes > 0 ? [`${count(arrivedBytes)} bytes were acknowledged without having been sent again`] : []),
    ].join('; '),
  };
}

/** The segment that showed the hole. */
function behindHole({ before, from, sequence, hole }: ResentSmaller): KeptSegment | undefined {
  const right = (sequence + (hole?.bytes ?? 0)) >>> 0;
  return before.find((segment) => segment.from === from && segment.sequence === right && segment.payloadBytes > 0);
}
