import type { Reset } from '@fivewhys/connections';
import type { LookAlike, NextStep, Why } from '@fivewhys/evidence';
import { abortCounters } from '../commands/abort-counters.ts';
import { resetReasons } from '../commands/reset-reasons.ts';
import { exchangeEvidence } from '../http/exchange-evidence.ts';
import { count, duration } from '../phrases.ts';
import { otherBoxes } from '../sender/other-boxes.ts';
import { type ConnectionSubject, otherSide } from '../subject.ts';
import type { Abort } from './abort.ts';

/** What every abort of a live socket says first: the connection ended, and by whose hand. */
export function whysOfAbort(subject: ConnectionSubject, abort: Abort): Why[] {
  const { connection, input } = subject;
  const { reset, by, unacknowledged, lastOwn, lastOther, lastWordOf, quietNs } = abort;
  const last = lastWordOf === by ? lastOwn : lastOther;
  const lastText =
    quietNs !== undefined && last !== undefined
      ? `${duration(quietNs)} after the last payload, which was the ${last.from}'s`
      : lastWordOf === undefined
        ? 'no payload came before it'
        : 'the last payload before it was not kept';
  return [
    {
      claim: `The ${by} ended the connection with a RST ${reset.before[by].finFrame === undefined ? 'instead of a FIN' : 'behind its FIN'}`,
      evidence: [
        {
          input,
          frames: last === undefined ? [reset.frame] : [last.frame, reset.frame],
          detail: `${lastText}; ${effectText(reset)}`,
        },
        ...(unacknowledged > 0
          ? [
              {
                input,
                frames: [reset.frame],
                detail: `${count(unacknowledged)} bytes of the ${by} were not acknowledged yet, and may be lost`,
              },
            ]
          : []),
        ...exchangeEvidence(subject, reset),
      ],
    },
    {
      claim: `A live socket of ${connection[by].ip} was aborted by its own host: the RST has that socket's numbers, where a host without a socket only turns round those of the segment that it answers`,
      evidence: [
        { input, frames: [reset.frame], detail: shapeText(abort) },
        { input, frames: [reset.frame], detail: abort.resetSender.because },
        ...(abort.foreign && abort.counted !== undefined
          ? [{ input, frames: [reset.frame], detail: abort.counted }]
          : []),
      ],
    },
  ];
}

function shapeText({ reset, by, foreign }: Abort): string {
  const { nextSequence, highestAcknowledgment } = reset.before[by];
  const received = reset.before[otherSide(by)].nextSequence;
  const seq = `seq ${reset.sequence}${reset.sequence === nextSequence ? ' = its snd_nxt' : ''}`;
  const isReceivedNext = reset.acknowledgment === received || reset.acknowledgment === highestAcknowledgment;
  const ack = `ack ${reset.acknowledgment}${isReceivedNext ? ' = its rcv_nxt' : ''}`;
  return foreign
    ? `RST+ACK, ${seq}, ${ack}, window 0: not as Linux aborts (kind C has a window), but as Windows and some appliances do`
    : `kind C: RST+ACK, ${seq}, ${ack}, window ${reset.window}${reset.timestampValue === undefined ? '' : ', with timestamps'}`;
}

function effectText(reset: Reset): string {
  return reset.effect === 'accepted'
    ? reset.effectBecause
    : `whether the ${otherSide(reset.from)} acted on it can't be told`;
}

/** An end that lost its state, or closed before the data came, has no live socket. */
export function notOfKindA(by: string): LookAlike {
  return {
    cause: 'restart',
    excluded: true,
    because: `the RST has the numbers of a live socket of the ${by}; a host that has lost the connection answers with kind A`,
  };
}

/** What happens on the way and ends in a RST: payload that is lost would have shown before (`abortOf`), a forged RST by its TTL. */
export function notOnTheWay({ resetSender, foreign, counted, wentOn }: Abort): LookAlike[] {
  return [
    {
      cause: 'path-mtu-black-hole',
      excluded: true,
      because: wentOn ?? 'no payload was sent again in vain before the RST',
    },
    ...(foreign
      ? [
          {
            cause: 'injected-reset',
            excluded: counted !== undefined && resetSender.ttl === 'same',
            because:
              counted !== undefined && resetSender.ttl === 'same'
                ? `${resetSender.because}, and ${counted}`
                : "the shape is not Linux's: if that end is no Windows and no appliance, it was forged",
          },
        ]
      : otherBoxes(resetSender, ['injected-reset'])),
  ];
}

export function nextStepsOfAbort({ connection }: ConnectionSubject, { by, foreign }: Abort): NextStep[] {
  const { ip } = connection[by];
  const { originator, responder } = connection;
  if (foreign) {
    return [
      {
        why: `run on ${ip}, where the RST should have been sent: one that is seen here and not there was made in between`,
        command: `tcpdump -ni any -s 128 -w ${by}.pcap 'host ${originator.ip} and host ${responder.ip} and port ${responder.port}'    # Windows: pktmon start --capture --pkt-size 128`,
      },
    ];
  }
  return [
    {
      why: `run on ${ip} before and after such a reset: TCPAbortOnClose grows by one for unread data, TCPAbortOnData without it for SO_LINGER 0, neither for \`ss -K\``,
      command: abortCounters,
    },
    {
      why: `run on ${ip} (Linux 6.10 or later) while it happens: prints the kernel's own reason with each RST`,
      command: resetReasons,
    },
  ];
}
