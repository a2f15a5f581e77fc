import type { DiscardedRequest } from '@fivewhys/connections';
import type { Fit, LookAlike, Remedy, Why } from '@fivewhys/evidence';
import { addressInFilter } from '../commands/address-in-filter.ts';
import { duration, endpointText } from '../phrases.ts';
import { whyClosed } from '../silence/why-closed.ts';
import type { ConnectionSubject } from '../subject.ts';
import { type AnnouncedEnd, announcedEnd } from './announced-end.ts';
import { mayRepeat, repeatText } from './idempotent.ts';
import { requestEvidence } from './lost-request.ts';

/**
 * A request came behind the responder's FIN, and no RST answered it: the responder's program had closed its own direction alone and read on, as a lingering close does (Apache httpd:
 * ap_lingering_close, lighttpd: connection_handle_shutdown). With `crossed` it is keep-alive-race, else late-data.
 */
export function discardedAfterFin(
  subject: ConnectionSubject,
  discarded: DiscardedRequest,
  remedies: readonly Remedy[],
): Fit {
  const { request, segment, crossed, fin } = discarded;
  const target = endpointText(subject.connection.responder);
  return {
    kind: 'fits',
    directness: 'direct',
    symptom: `A request to ${target} on a reused connection was acknowledged and never answered: ${crossed ? 'it crossed the FIN' : 'the responder had closed'}`,
    sentBy: 'responder',
    whys: whysOf(subject, discarded),
    lookAlikes: lookAlikesOf(discarded),
    notes: [
      ...(mayRepeat(request) === true ? [repeatText(request) ?? ''] : []),
      `The program that asked sees an early end of the connection ("upstream prematurely closed connection", "empty reply from server", 502), not "connection reset": there was no RST.`,
    ],
    next: [nextStep(subject, discarded)],
    remedies,
    group: `A request ${crossed ? 'that crossed the FIN of its responder' : 'behind the FIN of its responder'} was acknowledged and never answered`,
    measures: [
      { name: "seconds from the responder's FIN to the request", value: (segment.instantNs - fin.instantNs) / 1e9 },
    ],
  };
}

/** Facts of the exchange, and at the end who has to mind. */
function whysOf(subject: ConnectionSubject, discarded: DiscardedRequest): Why[] {
  const { request, fin, finSequence, acknowledgment, crossed } = discarded;
  const { input } = subject;
  const announced = announcedEnd(subject, 'responder', fin.frame);
  return [
    {
      claim: "The request got no answer and no RST: the responder's host acknowledged it, and nothing more came",
      evidence: [
        ...requestEvidence(subject, request.frame),
        {
          input,
          frames: [request.frame, ...(acknowledgment === undefined ? [] : [acknowledgment.frame])],
          detail: `it begins at seq ${request.sequence}${acknowledgment === undefined ? ', which was acknowledged' : `; ack ${acknowledgment.acknowledgment} of the responder is behind that`}`,
        },
      ],
    },
    {
      claim:
        'The responder could not answer: it had finished sending, and whatever its program still reads, nothing can come back',
      evidence: [
        {
          input,
          frames: [fin.frame],
          detail: `its FIN has seq ${finSequence}, behind which it may send no data; ack ${fin.acknowledgment} of it does not cover the request`,
        },
      ],
    },
    ...(crossed
      ? [passedEachOther(input, discarded), whyClosed(closingOf(subject, fin.frame, fin.instantNs), input, announced)]
      : [wroteUnseen(input, discarded, announced)]),
  ];
}

function passedEachOther(input: number, { segment, fin, finSequence }: DiscardedRequest): Why {
  const sinceFinNs = segment.instantNs - fin.instantNs;
  return {
    claim: 'The request and the FIN passed each other on the way: neither end had seen what the other sent',
    evidence: [
      {
        input,
        frames: [fin.frame, segment.frame],
        detail: `ack ${segment.acknowledgment} of the request does not cover the FIN, which takes ${(finSequence + 1) >>> 0}; ${sinceFinNs >= 0 ? `the request is captured ${duration(sinceFinNs)} after the FIN` : `the FIN is captured ${duration(-sinceFinNs)} after the request`}`,
      },
    ],
  };
}

function wroteUnseen(input: number, { segment, fin }: DiscardedRequest, announced: AnnouncedEnd | undefined): Why {
  return {
    claim:
      "The originator's program wrote without looking whether the connection was still open: its host had got the FIN before",
    evidence: [
      {
        input,
        frames: [fin.frame, segment.frame],
        detail: `ack ${segment.acknowledgment} of the request covers the FIN; it came ${duration(segment.instantNs - fin.instantNs)} after it`,
      },
      ...(announced === undefined ? [] : [announced.evidence]),
    ],
  };
}

function closingOf({ connection }: ConnectionSubject, finFrame: number, finInstantNs: number) {
  const { lastDataFrame } = connection.half.responder;
  const previous = connection.segments.findLast(({ frame, from }) => from === 'responder' && frame === lastDataFrame);
  return { closer: 'responder', finFrame, finInstantNs, previous, previousFrom: 'responder', lastDataFrame } as const;
}

function lookAlikesOf({ segment, finSequence, crossed }: DiscardedRequest): LookAlike[] {
  const noReset =
    'the host acknowledged the request and sent no RST: it still had the connection, and a program that held it';
  return [
    {
      cause: crossed ? 'late-data' : 'keep-alive-race',
      excluded: true,
      because: `ack ${segment.acknowledgment} of the request ${crossed ? 'does not cover' : 'covers'} the FIN (${finSequence})`,
    },
    { cause: 'process-killed', excluded: true, because: noReset },
    { cause: 'idle-timeout', excluded: true, because: noReset },
    { cause: 'firewall-reject', excluded: true, because: noReset },
  ];
}

function nextStep({ connection }: ConnectionSubject, { crossed }: DiscardedRequest) {
  const { originator, responder } = connection;
  if (crossed) {
    return {
      why: `compare how long ${responder.ip} keeps idle connections, as it says it, with how long ${originator.ip} reuses them`,
      command: `curl -sv -o /dev/null http://${responder.ip.includes(':') ? `[${responder.ip}]` : responder.ip}:${responder.port}/ 2>&1 | grep -iE '^< (connection|keep-alive)'`,
    };
  }
  return {
    why: `run on ${originator.ip}: connections in CLOSE-WAIT are those whose end of file the program has not taken yet`,
    command: `ss -tanp state close-wait 'dst ${addressInFilter(responder.ip)}'`,
  };
}
