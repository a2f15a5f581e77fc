import type { ResetNote } from '@fivewhys/connections';
import type { Cause, Fit, LookAlike, NextStep, Why } from '@fivewhys/evidence';
import { processKilled as entry } from '../catalogue/process-killed.ts';
import { aroundIt } from '../commands/journal-window.ts';
import { requestEvidence } from '../http/lost-request.ts';
import { acceptedAfter } from '../path/accepted-after.ts';
import { duration, endpointText, plural } from '../phrases.ts';
import { type Abort, abortOf, refusedAfter } from '../reset/abort.ts';
import { notOfKindA, notOnTheWay, whysOfAbort } from '../reset/abort-whys.ts';
import { type AfterFin, afterFinOf } from '../reset/after-fin.ts';
import { nothingUnread } from '../reset/nothing-unread.ts';
import { otherBoxes } from '../sender/other-boxes.ts';
import type { ConnectionSubject } from '../subject.ts';

/** A SYN that is refused this long after the connections of the port were aborted is still refused for that reason. */
const aftermathNs = 60e9;

/**
 * A process ended with connections open.
 *
 * Seen: connections of one port end in the same moment, with a kind C RST where bytes were unread, with a FIN where none were (what is sent there later gets a kind A RST); then new
 * SYNs to the port are refused.
 *
 * Implies: the kernel closes the sockets of a process that ends, as if the program had closed them (exit_files, __tcp_close), and its listener with them.
 *
 * Alike: `unread-data`, `application-abort` (one connection alone; or a program that shuts down in order); `restart` of the host (kind A, on the next packet); `socket-destroyed`.
 *
 * Settles it: the end of the process in the host's log, at that instant.
 *
 * Shown by: captures/process-killed.pcap.
 */
export const processKilled: Cause<ConnectionSubject> = {
  id: 'process-killed',
  title: 'a process ended with connections open',
  weigh(subject) {
    if (subject.reset?.kind === 'B') return ofRefused(subject);
    const abort = abortOf(subject, 'responder');
    if (typeof abort !== 'string') return ofAborted(subject, abort);
    const facts = afterFinOf(subject);
    if (typeof facts === 'string') return { kind: 'excluded', because: abort };
    return ofClosed(subject, facts);
  },
};

function ofAborted(subject: ConnectionSubject, abort: Abort) {
  const { connection, input } = subject;
  const { reset } = abort;
  const together = abort.together.filter(
    ({ service, from }) => from === 'responder' && service === connection.responder.port,
  );
  const refused = refusedAfter(subject, reset.instantNs);
  const livedOn = refused.length > 0 ? undefined : livedOnAfter(subject, abort, together);
  if (livedOn !== undefined) return { kind: 'excluded' as const, because: livedOn };
  return {
    ...common(subject),
    symptom: `${endpointText(connection.responder)} reset ${plural(together.length + 1, 'connection')} at once${refused.length > 0 ? ', and refused new ones afterwards' : ''}`,
    whys: [...whysOfAbort(subject, abort), rootOf(input, reset.frame, together, refused, reset.instantNs)],
    lookAlikes: [
      refused.length > 0
        ? {
            cause: 'unread-data',
            excluded: true,
            because: 'the port refused new connections afterwards: it was not one connection alone that was closed',
          }
        : {
            cause: 'unread-data',
            excluded: false,
            because: 'a program that closes several connections at once, with bytes unread in each, looks the same',
          },
      ...shutDownOrDestroyed(refused.length > 0),
      notOfKindA('responder'),
      ...notOnTheWay(abort),
    ],
    group: `The responder reset ${together.length > 0 ? 'several connections at once' : 'a connection'}${refused.length > 0 ? ', and refused new ones afterwards' : ''}`,
    apart: endpointText(connection.responder),
    measures: [
      {
        name: 'bytes acknowledged and not answered',
        value: abort.unansweredBytes ?? 0,
      },
    ],
  } satisfies Fit;
}

/** Why it was not the end of the process, where no SYN was refused afterwards; undefined where it may have been. */
function livedOnAfter(subject: ConnectionSubject, abort: Abort, together: readonly ResetNote[]): string | undefined {
  if (together.length === 0)
    return 'no other connection of the port was reset in the same moment, and no SYN to it was refused afterwards';
  const read = nothingUnread(subject, abort);
  if (read !== undefined)
    return `${read}; the end of a process closes such a connection with a FIN, unless SO_LINGER 0 was set on it`;
  if (abort.unansweredBytes === 0)
    return 'all that had been sent to it was answered: the end of a process closes such a connection with a FIN, unless a rest was unread';
  const accepted = acceptedAfter(subject.connection, subject.surroundings, abort.reset.instantNs);
  return accepted === undefined
    ? undefined
    : `${accepted}, and none was refused after the RST: it was not the end of the process`;
}

/** The connection had been closed by a FIN, and data came later. */
function ofClosed(subject: ConnectionSubject, facts: AfterFin) {
  const { connection, input } = subject;
  const { reset, data, finFrame, finSequence, finInstantNs, closer, resetSender, crossed } = facts;
  const refused = closer === 'responder' ? refusedAfter(subject, finInstantNs) : [];
  if (refused.length === 0) {
    return { kind: 'excluded' as const, because: `no SYN to the same port was refused after the ${closer}'s FIN` };
  }
  const [first] = data;
  const whys: Why[] = [
    {
      claim: 'The data got no answer but a RST',
      evidence: [
        { input, frames: [first.frame, reset.frame], detail: reset.effectBecause },
        ...requestEvidence(subject, first.frame),
      ],
    },
    {
      claim: 'The responder had closed the connection by then',
      evidence: [
        {
          input,
          frames: [finFrame, first.frame, reset.frame],
          detail: `kind A, seq ${reset.sequence} of the RST = ack ${first.acknowledgment} of frame ${first.frame} = seq ${finSequence} of the FIN${crossed ? '' : ' + 1'}`,
        },
        { input, frames: [reset.frame], detail: resetSender.because },
      ],
    },
    rootOf(input, finFrame, [], refused, finInstantNs),
  ];
  return {
    ...common(subject),
    symptom: `Data for ${endpointText(connection.responder)} was reset on a connection that had been closed when its process ended`,
    whys,
    lookAlikes: [
      {
        cause: crossed ? ('keep-alive-race' as const) : ('late-data' as const),
        excluded: false,
        because: 'it may be chance that the port refused connections after an idle one was closed',
      },
      ...shutDownOrDestroyed(true),
      {
        cause: 'restart',
        excluded: true,
        because: 'the connection was closed by a FIN; a host that loses its state sends none',
      },
      ...otherBoxes(resetSender, ['firewall-reject']),
    ],
    group: 'Data was reset on a connection that had been closed when its process ended',
    apart: endpointText(connection.responder),
    measures: [{ name: "seconds from the responder's FIN to the data", value: (first.instantNs - finInstantNs) / 1e9 }],
  } satisfies Fit;
}

/** A SYN that was refused, soon after connections to the same port had been aborted. */
function ofRefused(subject: ConnectionSubject) {
  const { connection, surroundings, input, reset } = subject;
  const { key, port } = connection.responder;
  if (reset?.effect !== 'accepted' || connection.ending !== 'rejected' || typeof port !== 'number') {
    return { kind: 'excluded' as const, because: 'no attempt was refused' };
  }
  const before = surroundings
    .resetsOf(key)
    .filter(
      (note) =>
        note.kind === 'C' &&
        note.from === 'responder' &&
        note.service === port &&
        note.instantNs < reset.instantNs &&
        reset.instantNs - note.instantNs <= aftermathNs,
    );
  const target = endpointText(connection.responder);
  const last = before.at(-1);
  if (last === undefined) {
    return {
      kind: 'excluded' as const,
      because: `no connection to port ${port} was aborted in the minute before the refusal`,
    };
  }
  const whys: Why[] = [
    {
      claim: 'The attempt was refused: nobody listened on the port any more',
      evidence: [
        {
          input,
          frames: [reset.provokedBy ?? connection.firstFrame, reset.frame],
          detail: `kind B: ${reset.provokedBecause}`,
        },
      ],
    },
    {
      claim: 'Its process had ended: its open connections were aborted before',
      evidence: [
        {
          input,
          frames: before.map(({ frame }) => frame),
          detail: `kind C, ${plural(before.length, 'connection')} of port ${port}, the last ${duration(reset.instantNs - last.instantNs)} before the refusal`,
        },
      ],
    },
  ];
  return {
    ...common(subject),
    symptom: `A connection attempt to ${target} was refused after open connections to it had been reset`,
    several: `Connection attempts to ${target} were refused after open connections to it had been reset`,
    whys,
    lookAlikes: [
      {
        cause: 'closed-port',
        excluded: true,
        because: `connections to port ${port} were open until ${duration(reset.instantNs - last.instantNs)} before`,
      },
      ...shutDownOrDestroyed(true),
      {
        cause: 'firewall-reject',
        excluded: false,
        because: `a REJECT rule on ${connection.responder.ip} that was loaded just then would refuse so, too`,
      },
    ],
    group: 'Connection attempts were refused after open connections had been reset',
    apart: endpointText(connection.responder),
    measures: [{ name: 'seconds from the last abort to the refusal', value: (reset.instantNs - last.instantNs) / 1e9 }],
  } satisfies Fit;
}

function common({
  connection,
}: ConnectionSubject): Pick<Fit, 'kind' | 'directness' | 'sentBy' | 'notes' | 'next' | 'remedies'> {
  const { ip, port } = connection.responder;
  const next: NextStep[] = [
    {
      why: `run on ${ip}: the end of the process, at the instant of the RSTs (out of memory, a crash, a stop by its supervisor)`,
      command: `journalctl ${aroundIt} | grep -iE 'killed process|oom-kill|segfault|code=killed|code=dumped|Main process exited'`,
    },
    {
      why: `run on ${ip}: when the process that listens now was started`,
      command: `ps -o pid,lstart,cmd -p "$(ss -Hltnp 'sport = :${port}' | grep -o 'pid=[0-9]*' | cut -d= -f2 | sort -u | paste -sd,)"`,
    },
  ];
  return { kind: 'fits', directness: 'direct', sentBy: 'responder', notes: [], next, remedies: entry.remedies };
}

function rootOf(
  input: number,
  frame: number,
  together: readonly ResetNote[],
  refused: readonly ResetNote[],
  instantNs: number,
): Why {
  const [first] = refused;
  return {
    claim: 'The process that held the connection ended, and its kernel closed all of its sockets',
    evidence: [
      ...(together.length === 0
        ? []
        : [
            {
              input,
              frames: [frame, ...together.map((note) => note.frame)].sort((a, b) => a - b),
              detail: `${plural(together.length, 'other connection')} of the same port ${together.length === 1 ? 'was' : 'were'} reset within ${duration(Math.max(...together.map((note) => Math.abs(note.instantNs - instantNs))))}`,
            },
          ]),
      ...(first === undefined
        ? []
        : [
            {
              input,
              frames: refused.map((note) => note.frame),
              detail: `${plural(refused.length, 'new SYN')} to the port ${refused.length === 1 ? 'was' : 'were'} refused, the first ${duration(first.instantNs - instantNs)} later: the listener was gone, too`,
            },
          ]),
    ],
  };
}

function shutDownOrDestroyed(refused: boolean): LookAlike[] {
  return [
    {
      cause: 'application-abort',
      excluded: false,
      because: 'a program that shuts down in order may close its listener and its connections itself: its log tells',
    },
    {
      cause: 'socket-destroyed',
      excluded: refused,
      because: refused
        ? 'the port refused new connections: its listener was gone, too'
        : 'whoever destroys several sockets of one port (`ss -K`) makes the same',
    },
  ];
}
