import type { Cause, LookAlike } from '@fivewhys/evidence';
import { lingerZero as entry } from '../catalogue/linger-zero.ts';
import { type Exchange, exchangeBefore } from '../http/exchange.ts';
import { messageText, progressText } from '../http/message-text.ts';
import { isReadWhole } from '../http/read-whole.ts';
import { count, duration, endpointText } from '../phrases.ts';
import { type Abort, abortOf } from '../reset/abort.ts';
import { nextStepsOfAbort, notOfKindA, notOnTheWay, whysOfAbort } from '../reset/abort-whys.ts';
import { httpToSsh } from '../ssh/http-to-ssh.ts';
import type { ConnectionSubject } from '../subject.ts';

/** A RST this soon after the responder's own payload stands where the FIN of a close would. */
const atOnceNs = 1e9;
/** More than a full segment of request before the last word: then unread data is the nearer reason. */
const longRequestBytes = 1500;

/**
 * A program closed with SO_LINGER 0.
 *
 * Seen: all that the originator sent was answered, and then a kind C RST of the responder comes where its FIN would have come.
 *
 * Implies: close() of a socket with SO_LINGER and a time of 0 aborts it (tcp_disconnect, __tcp_close in net/ipv4/tcp.c); what the other end had not acknowledged may be lost.
 *
 * Only possible, unless HTTP shows that the whole request had been read: what a program leaves unread makes the same RST.
 *
 * Alike: `unread-data`, `socket-destroyed`, `application-abort`. `harmless`, when it is known that all had been exchanged.
 *
 * Settles it: TCPAbortOnData and TcpEstabResets grow, TCPAbortOnClose does not; the program's source.
 *
 * Shown by: captures/linger-zero-ipv6.pcap.
 */
export const lingerZero: Cause<ConnectionSubject> = {
  id: 'linger-zero',
  title: 'a program closed with SO_LINGER 0',
  weigh(subject) {
    const { connection, input } = subject;
    const abort = abortOf(subject, 'responder');
    if (typeof abort === 'string') return { kind: 'excluded', because: abort };
    const exchange = exchangeBefore(connection, abort.reset);
    const misfit =
      httpToSsh(connection) === undefined
        ? misfitOf(abort, exchange)
        : 'the originator spoke HTTP to an SSH server, which reads one line of it: the rest was unread';
    if (misfit !== undefined) return { kind: 'excluded', because: misfit };
    const { lastOwn, reset, unacknowledged } = abort;
    const sinceOwnNs = lastOwn === undefined ? 0 : reset.instantNs - lastOwn.instantNs;
    return {
      kind: 'fits',
      // Where something may have been left unread, that aborts a close just so, and far more programs do that.
      directness: isReadWhole(exchange) ? 'direct' : 'indirect',
      symptom: `${endpointText(connection.responder)} ended a connection with a RST right after its answer`,
      sentBy: 'responder',
      whys: [
        ...whysOfAbort(subject, abort),
        {
          claim: `The program closed with SO_LINGER 0: the RST stands where a FIN would, ${duration(sinceOwnNs)} after its answer, and nothing more had come since`,
          evidence: [
            {
              input,
              frames: [...(lastOwn === undefined ? [] : [lastOwn.frame]), reset.frame],
              detail: `${abort.unansweredBecause}; seq ${reset.sequence} of the RST is the end of the answer`,
            },
          ],
        },
      ],
      lookAlikes: lookAlikesOf(abort, exchange),
      notes: [
        unacknowledged === 0 && exchange.response?.isAcknowledged === true
          ? 'The answer was complete, and all of it was acknowledged before the RST: no byte of it was lost on the way.'
          : unacknowledged === 0
            ? 'All that the responder had sent was acknowledged before the RST: if the answer was complete, no byte was lost on the way.'
            : `${count(unacknowledged)} bytes of the answer were not acknowledged before the RST: they may never have been received.`,
      ],
      next: nextStepsOfAbort(subject, abort),
      remedies: entry.remedies,
      group: `The responder ended a connection with a RST right after its answer${unacknowledged === 0 ? '' : ', before all of it was acknowledged'}`,
      measures: [
        { name: "milliseconds from the responder's last payload to the RST", value: sinceOwnNs / 1e6 },
        { name: 'bytes of the answer not acknowledged before the RST', value: unacknowledged },
      ],
    };
  },
};

function misfitOf(
  { lastOwn, lastOther, reset, unansweredBytes, unansweredBecause }: Abort,
  exchange: Exchange,
): string | undefined {
  if (lastOwn === undefined) {
    return reset.before.responder.dataSegments === 0
      ? 'the responder had said nothing that a close could follow'
      : unansweredBecause;
  }
  if (unansweredBytes === undefined || unansweredBytes > 0 || (lastOther?.frame ?? 0) > lastOwn.frame) {
    return `what the originator had sent was not answered: ${unansweredBecause}`;
  }
  if (reset.before.originator.payloadBytes > longRequestBytes && !isReadWhole(exchange)) {
    return `${count(reset.before.originator.payloadBytes)} bytes had been sent to the responder, of which some may be unread`;
  }
  const sinceNs = reset.instantNs - lastOwn.instantNs;
  return sinceNs > atOnceNs
    ? `the RST came ${duration(sinceNs)} after the responder's last payload, not where a close would`
    : undefined;
}

function lookAlikesOf(abort: Abort, exchange: Exchange): LookAlike[] {
  const { response } = exchange;
  const { together } = abort;
  return [
    isReadWhole(exchange)
      ? {
          cause: 'unread-data',
          excluded: true,
          because:
            'the request had no body and was answered as a whole, and nothing was sent behind it: nothing was left to read',
        }
      : {
          cause: 'unread-data',
          excluded: false,
          because:
            'something of the request may have been left unread although it was answered (a trailing line, a pipelined request): TCPAbortOnClose grows then',
        },
    {
      cause: 'application-abort',
      excluded: false,
      because: 'the program may abort otherwise at that point: its source or log tells',
    },
    {
      cause: 'socket-destroyed',
      excluded: together.length === 0,
      because:
        together.length === 0
          ? "it follows the program's own answer, and no other connection of the host went in the same moment"
          : 'other connections of the host were aborted in the same moment',
    },
    {
      cause: 'harmless',
      excluded: response?.isComplete === false,
      because:
        response?.isComplete === undefined
          ? 'if the answer was complete and had been read, nothing was lost: TCP does not know where an answer ends'
          : `the answer ${messageText(response.message)}: ${progressText(response)}${response.isComplete ? '; if the other program had read it, nothing was lost' : ''}`,
    },
    notOfKindA('responder'),
    ...notOnTheWay(abort),
  ];
}
