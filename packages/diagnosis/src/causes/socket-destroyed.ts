import type { Cause } from '@fivewhys/evidence';
import { socketDestroyed as entry } from '../catalogue/socket-destroyed.ts';
import { endpointText, plural } from '../phrases.ts';
import { abortOf, refusedAfter } from '../reset/abort.ts';
import { nextStepsOfAbort, notOfKindA, notOnTheWay, whysOfAbort } from '../reset/abort-whys.ts';
import type { ConnectionSubject } from '../subject.ts';

/**
 * An operator or agent destroyed the socket.
 *
 * Seen: kind C RSTs from several ports of one host in the same moment, while the ports go on accepting connections.
 *
 * Implies: what several programs can't have done together was done to them: `ss -K` with a filter that matched all, or an agent that does the same when a backend or an address goes
 * (tcp_abort in net/ipv4/tcp.c).
 *
 * Alike: `process-killed` (several processes of a host or container that is stopped). One destroyed socket alone looks as any abort does: then this cause is only named.
 *
 * Settles it: ECONNABORTED in the log of each program at that instant; the reason TCP_STATE of `tcp:tcp_send_reset` in a process that is none of theirs.
 */
export const socketDestroyed: Cause<ConnectionSubject> = {
  id: 'socket-destroyed',
  title: 'an operator or agent destroyed the socket (ss -K)',
  weigh(subject) {
    const { connection, input } = subject;
    const abort = abortOf(subject, 'responder');
    if (typeof abort === 'string') return { kind: 'excluded', because: abort };
    const elsewhere = abort.together.filter(
      ({ from, service }) => from === 'responder' && service !== connection.responder.port,
    );
    if (elsewhere.length === 0) {
      return {
        kind: 'excluded',
        because: "no connection of another of the responder's ports was aborted in the same moment",
      };
    }
    const refused = refusedAfter(subject, abort.reset.instantNs);
    if (refused.length > 0) {
      return { kind: 'excluded', because: 'the port refused new connections afterwards: its process was gone' };
    }
    const frames = [abort.reset.frame, ...abort.together.map(({ frame }) => frame)].sort((a, b) => a - b);
    const ports = [...new Set([connection.responder.port, ...elsewhere.map(({ service }) => service)])];
    return {
      kind: 'fits',
      directness: 'direct',
      symptom: `${plural(frames.length, 'connection')} to ${connection.responder.ip} were reset in the same moment, on ${plural(ports.length, 'port')}`,
      sentBy: 'responder',
      whys: [
        ...whysOfAbort(subject, abort),
        {
          claim: 'It was not one program: sockets of several ports went in the same moment, by a hand from outside',
          evidence: [
            {
              input,
              frames,
              detail: `ports ${ports.join(', ')}; no SYN to ${endpointText(connection.responder)} was refused afterwards`,
            },
          ],
        },
      ],
      lookAlikes: [
        {
          cause: 'process-killed',
          excluded: false,
          because: 'the processes behind these ports may have been stopped together, and their listeners taken over',
        },
        {
          cause: 'application-abort',
          excluded: ports.length > 1 && elsewhere.length > 1,
          because:
            elsewhere.length > 1
              ? "several connections of several ports are no single program's doing"
              : 'one program may serve both ports',
        },
        notOfKindA('responder'),
        ...notOnTheWay(abort),
      ],
      notes: [],
      next: nextStepsOfAbort(subject, abort),
      remedies: entry.remedies,
      group: 'Connections to several ports of a host were reset in the same moment',
      apart: connection.responder.ip,
      measures: [],
    };
  },
};
