import type { Reset } from '@fivewhys/connections';
import type { Cause, Evidence, Fit, LookAlike } from '@fivewhys/evidence';
import { applicationAbort as entry } from '../catalogue/application-abort.ts';
import { abortCounters } from '../commands/abort-counters.ts';
import { exchangeEvidence } from '../http/exchange-evidence.ts';
import { count, duration, endpointText, plural } from '../phrases.ts';
import { type Abort, abortOf } from '../reset/abort.ts';
import { nextStepsOfAbort, notOfKindA, notOnTheWay, whysOfAbort } from '../reset/abort-whys.ts';
import { type AfterFin, afterFinOf } from '../reset/after-fin.ts';
import { fastCloseOf, fitOfFastClose } from '../reset/fast-close.ts';
import { nothingUnread } from '../reset/nothing-unread.ts';
import { otherBoxes } from '../sender/other-boxes.ts';
import { longSilenceNs } from '../silence/long-silence.ts';
import type { ConnectionSubject } from '../subject.ts';

/**
 * The program aborted the connection, for a reason that can not be told.
 *
 * Seen: a kind C RST of the responder that neither unanswered bytes nor an answer right before explain; or the responder's FIN in the middle of a request, and a kind A RST in answer to
 * the rest of it.
 *
 * Implies: the responder's program, or its host, ended the connection of its own will: a limit, a time-out (nginx with reset_timedout_connection), an error.
 *
 * Alike: `unread-data`, `linger-zero`, `process-killed`, `socket-destroyed`: all of them abort a live socket.
 *
 * Settles it: the responder's log at that instant; its counters; the kernel's reason (`tcp:tcp_send_reset`).
 *
 * Shown by: captures/application-abort-ipv6.pcap.
 */
export const applicationAbort: Cause<ConnectionSubject> = {
  id: 'application-abort',
  title: 'the program aborted the connection, for a reason that can not be told',
  weigh(subject) {
    const fastClose = fastCloseOf(subject);
    if (fastClose?.by === 'responder') return fitOfFastClose(subject, fastClose, [], [], entry.remedies);
    const abort = abortOf(subject, 'responder');
    if (typeof abort !== 'string') return ofAbort(subject, abort);
    const facts = afterFinOf(subject);
    if (typeof facts !== 'string' && facts.closer === 'responder' && !facts.newMessage)
      return ofEarlyClose(subject, facts);
    return { kind: 'excluded', because: abort };
  },
};

function ofAbort(subject: ConnectionSubject, abort: Abort): Fit {
  const { connection, input } = subject;
  const { reset, unansweredBytes, unansweredBecause, quietNs } = abort;
  const mute = reset.before.originator.dataSegments + reset.before.responder.dataSegments === 0;
  const unread = nothingUnread(subject, abort);
  const isIdle = !mute && (quietNs ?? 0) >= longSilenceNs;
  return {
    kind: 'fits',
    directness: 'indirect',
    symptom: `${endpointText(connection.responder)} aborted a connection ${mute ? 'before anything was said' : isIdle ? `that had carried no payload for ${duration(quietNs ?? 0)}` : 'that was open'}`,
    sentBy: 'responder',
    whys: [
      ...whysOfAbort(subject, abort),
      {
        claim: `Its program or its host ended it of its own will${isIdle ? ', as a time-out of the program does' : ''}; packets don't tell why`,
        evidence: [{ input, frames: [reset.frame], detail: unansweredBecause }, ...togetherEvidence(input, abort)],
      },
    ],
    lookAlikes: [
      {
        cause: 'unread-data',
        excluded: unread !== undefined,
        because:
          unread ??
          ((unansweredBytes ?? 1) > 0
            ? 'bytes that were acknowledged may have been unread when it closed'
            : 'a rest of the request may have been unread although it was answered'),
      },
      // Where nothing was unread a program aborts by SO_LINGER 0, or else it was not the program.
      ...(unread === undefined ? [lingerZero, destroyed] : [destroyed, lingerZero]),
      {
        cause: 'process-killed',
        excluded: false,
        because:
          unread === undefined
            ? 'so does the end of a process with bytes unread'
            : 'so does the end of a process that had set SO_LINGER 0',
      },
      notOfKindA('responder'),
      ...notOnTheWay(abort),
    ],
    notes: [],
    next: nextStepsOfAbort(subject, abort),
    remedies: entry.remedies,
    group: `The responder aborted a connection ${mute ? 'before anything was said' : isIdle ? 'that had carried no payload for a while' : 'that was open'}`,
    measures: measuresOf(subject, abort),
  };
}

const lingerZero: LookAlike = {
  cause: 'linger-zero',
  excluded: false,
  because: 'a close with SO_LINGER 0 sends the same RST',
};

const destroyed: LookAlike = {
  cause: 'socket-destroyed',
  excluded: false,
  because: '`ss -K` sends the same RST, and the program does not know of it: it gets ECONNABORTED',
};

function togetherEvidence(input: number, { reset, together }: Abort): Evidence[] {
  if (together.length === 0) return [];
  const furthestNs = Math.max(...together.map(({ instantNs }) => Math.abs(instantNs - reset.instantNs)));
  return [
    {
      input,
      frames: [reset.frame, ...together.map(({ frame }) => frame)].sort((a, b) => a - b),
      detail: `${plural(together.length, 'other connection')} of the host went in the same moment, within ${duration(furthestNs)}`,
    },
  ];
}

/** Times that pile up where a limit of the program is: how long it was silent, and how long it lived. */
function measuresOf({ connection }: ConnectionSubject, { reset, quietNs }: Abort): Fit['measures'] {
  return [
    ...(quietNs === undefined ? [] : [{ name: 'seconds from the last payload to the RST', value: quietNs / 1e9 }]),
    ...(connection.handshake.synFrame === undefined
      ? []
      : [{ name: 'seconds from the SYN to the RST', value: (reset.instantNs - connection.firstInstantNs) / 1e9 }]),
  ];
}

function ofEarlyClose(subject: ConnectionSubject, facts: AfterFin): Fit {
  const { connection, input } = subject;
  const { reset, data, finFrame, finSequence, finInstantNs, previous, dataBytes, resetSender } = facts;
  const [first] = data;
  const lookAlikes: LookAlike[] = [
    {
      cause: 'process-killed',
      excluded: false,
      because: 'a process that ends closes its connections with a FIN where nothing is unread',
    },
    {
      cause: 'keep-alive-race',
      excluded: true,
      because: `the originator was in the middle of sending (frame ${previous?.frame}), not silent`,
    },
    ...otherBoxes(resetSender, ['firewall-reject']),
  ];
  return {
    kind: 'fits',
    directness: 'indirect',
    symptom: `${endpointText(connection.responder)} closed a connection in the middle of what was being sent to it, and reset the rest`,
    sentBy: 'responder',
    whys: [
      {
        claim: 'The rest of what the originator sent got no answer but a RST',
        evidence: [
          {
            input,
            frames: [...data.map(({ frame }) => frame), reset.frame],
            detail: `${count(dataBytes)} bytes from seq ${first.sequence}, never acknowledged; ${reset.effectBecause}`,
          },
          ...sentInVain(subject, reset),
          ...exchangeEvidence(subject, reset),
        ],
      },
      {
        claim: "The responder's program had closed by then: its kernel had nobody to give the rest to",
        evidence: [
          {
            input,
            frames: [finFrame, first.frame, reset.frame],
            detail: `kind A, seq ${reset.sequence} of the RST = ack ${first.acknowledgment} of frame ${first.frame} = seq ${finSequence} of the FIN${facts.crossed ? '' : ' + 1'}`,
          },
          { input, frames: [reset.frame], detail: resetSender.because },
        ],
      },
      {
        claim: "The program closed although the originator had not finished; packets don't tell why",
        evidence: [
          {
            input,
            frames: [...(previous === undefined ? [] : [previous.frame]), finFrame, first.frame],
            detail: `the originator was sending ${duration(finInstantNs - (previous?.instantNs ?? finInstantNs))} before the FIN and ${duration(first.instantNs - finInstantNs)} after it`,
          },
        ],
      },
    ],
    lookAlikes,
    notes: [],
    next: [
      {
        why: `run on ${connection.responder.ip} before and after such a reset: TCPAbortOnData grows when data reaches a socket that its program has closed`,
        command: abortCounters,
      },
    ],
    remedies: entry.remedies,
    group: 'The responder closed a connection in the middle of what was being sent to it, and reset the rest',
    measures: [{ name: 'bytes of the originator before the RST', value: reset.before.originator.payloadBytes }],
  };
}

/** What the originator sent on behind the RST, before it knew of it. */
function sentInVain({ connection, input }: ConnectionSubject, reset: Reset): Evidence[] {
  const later = connection.segments.filter(
    ({ frame, from, payloadBytes }) => frame > reset.frame && from !== reset.from && payloadBytes > 0,
  );
  if (later.length === 0) return [];
  const bytes = later.reduce((sum, { payloadBytes }) => sum + payloadBytes, 0);
  return [
    {
      input,
      frames: later.map(({ frame }) => frame),
      detail: `${count(bytes)} more bytes were sent behind the RST, in vain`,
    },
  ];
}
