import type { Reset } from '@fivewhys/connections';
import type { Cause, Evidence, Fit, LookAlike } from '@fivewhys/evidence';
import { applicationAbort as entry } from '../catalogue/application-abort.ts';
import { abortCounters } from '../commands/abort-counters.ts';
import { exchangeEvidence } from '../http/exchange-evidence.ts';
import { count, duration, endpointText } from '../phrases.ts';
import { type Abort, abortOf } from '../reset/abort.ts';
import { nextStepsOfAbort, notOfKindA, notOnTheWay, whysOfAbort } from '../reset/abort-whys.ts';
import { type AfterFin, afterFinOf } from '../reset/after-fin.ts';
import { fastCloseOf, fitOfFastClose } from '../reset/fast-close.ts';
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
        evidence: [{ input, frames: [reset.frame], detail: unansweredBecause }],
      },
    ],
    lookAlikes: [
      {
        cause: 'unread-data',
        excluded: false,
        because:
          (unansweredBytes ?? 1) > 0
            ? 'bytes that were acknowledged may have been unread when it closed'
            : 'a rest of the request may have been unread although it was answered',
      },
      { cause: 'linger-zero', excluded: false, because: 'a close with SO_LINGER 0 sends the same RST' },
      { cause: 'process-killed', excluded: false, because: 'so does the end of a process with bytes unread' },
      {
        cause: 'socket-destroyed',
        excluded: false,
        because: 'so does `ss -K`, which the program does not know of: it gets ECONNABORTED',
      },
      notOfKindA('responder'),
      ...notOnTheWay(abort),
    ],
    notes: [],
    next: nextStepsOfAbort(subject, abort),
    remedies: entry.remedies,
    group: `The responder aborted a connection ${mute ? 'before anything was said' : isIdle ? 'that had carried no payload for a while' : 'that was open'}`,
    measures: quietNs === undefined ? [] : [{ name: 'seconds from the last payload to the RST', value: quietNs / 1e9 }],
  };
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
