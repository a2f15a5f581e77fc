import { endpointOf } from '../address.ts';
import type { Line } from '../line.ts';
import { quoteOf } from '../line.ts';
import type { HostSocket, SocketInfo, SocketTimer } from '../part.ts';
import { hasSocketInfo, socketInfoOf } from '../socket-info.ts';
import { safeNumberOf } from '../whole-number.ts';
import type { PartFormat } from './format.ts';

const header = /^(?:Netid +)?(State +)?Recv-Q +Send-Q +Local Address:Port +Peer Address:Port *(?:Process *)?$/;
const states =
  'ESTAB|SYN-SENT|SYN-RECV|FIN-WAIT-1|FIN-WAIT-2|TIME-WAIT|UNCONN|CLOSE-WAIT|LAST-ACK|LISTEN|CLOSING|CLOSED';
const protocols = 'tcp|udp|raw|icmp6|sctp|mptcp|dccp|udplite';
/** Protocol and state are left out when ss was asked for one only. */
const row = new RegExp(
  `^(?:(${protocols}) +)?(?:(${states}) +)?(\\d{1,10}) +(\\d{1,10}) +(\\S{1,80}:\\S{1,40}) +(\\S{1,80}:\\S{1,40})(?:\\s+(.*))?$`,
);
/** A row without the header above it (`ss -H`, grep) is known by its state. */
const rowAlone = new RegExp(
  `^(?:(?:${protocols}) +)?(?:${states}) +\\d{1,10} +\\d{1,10} +\\S{1,80}:\\S{1,40} +\\S{1,80}:\\S{1,40}(?:\\s|$)`,
);
/** Sockets kept of one list. A balancer with more is counted on; the first ones are kept. */
const mostSockets = 20_000;

/**
 * `ss` with any of `-t -l -a -n -p -o -i -e -m -O`: a row per socket, and with `-i` a line of its numbers below it (with `-O` behind it).
 *
 * Source: iproute2, misc/ss.c, tcp_show_sock and tcp_stats_print.
 */
export const socketList: PartFormat = {
  name: 'socket-list',
  marks: [
    'recv-q',
    ...states
      .toLowerCase()
      .split('|')
      .flatMap((state) => [`${state.replace(/\d/, '0')} 0`, `${state.replace(/\d/, '0')}  `]),
  ],
  begins: ({ text }) => header.test(text.trimEnd()) || rowAlone.test(text),
  open(_announced, damage) {
    const sockets: HostSocket[] = [];
    let omitted = 0;
    let headed = false;
    let last: HostSocket | undefined;
    const keep = (socket: HostSocket) => {
      last = socket;
      if (sockets.length < mostSockets) sockets.push(socket);
      else omitted += 1;
    };
    return {
      take(line) {
        const text = line.text.trimEnd();
        if (text === '') return headed && /^\s/.test(line.text);
        if (header.test(text)) {
          if (headed || sockets.length > 0) return false;
          headed = true;
          return true;
        }
        if (/^\s/.test(text)) {
          if (last === undefined || !hasSocketInfo(text)) return false;
          const described = { ...last, ...mergedInfo(last, text) };
          if (sockets.at(-1) === last) sockets[sockets.length - 1] = described;
          last = described;
          return true;
        }
        if (!(headed ? row : rowAlone).test(text)) return false;
        const socket = socketOf(line, row.exec(text));
        if (socket === undefined) damage(line.number, 'a row of ss whose numbers or addresses can not be read');
        else keep(socket);
        return true;
      },
      end: (origin) => (sockets.length === 0 && !headed ? undefined : { kind: 'sockets', sockets, omitted, ...origin }),
    };
  },
};

function mergedInfo(socket: HostSocket, text: string): Pick<HostSocket, 'info' | 'timer'> {
  const info = socketInfoOf(text);
  return { info: info === undefined ? socket.info : { ...socket.info, ...info }, timer: socket.timer ?? timerOf(text) };
}

function socketOf(line: Line, match: RegExpExecArray | null): HostSocket | undefined {
  if (match === null) return undefined;
  const [, protocol = 'tcp', state, received, sent, localText = '', peerText = '', rest = ''] = match;
  const receiveQueue = safeNumberOf(received);
  const sendQueue = safeNumberOf(sent);
  const local = endpointOf(localText);
  const peer = endpointOf(peerText);
  if (receiveQueue === undefined || sendQueue === undefined || local === undefined || peer === undefined)
    return undefined;
  const info: SocketInfo | undefined = hasSocketInfo(rest) ? socketInfoOf(rest) : undefined;
  return {
    line: line.number,
    quote: quoteOf(line.text),
    protocol,
    state,
    receiveQueue,
    sendQueue,
    local,
    peer,
    timer: timerOf(rest),
    processes: processesOf(rest),
    info,
  };
}

/**
 * `timer:(on,860ms,4)`, `timer:(timewait,54sec,0)`, `timer:(keepalive,119min,0)`. A point stands between seconds and their thousandths, and `ms` behind both:
 * `1.404ms` is 1404 ms (print_ms_timer in ss.c).
 */
function timerOf(text: string): SocketTimer | undefined {
  const match = /\btimer:\(([a-z]{2,12}),(?:(\d{1,6})min)?(?:(\d{1,2})(?:sec|\.))?(?:(\d{3})ms)?,(\d{1,6})\)/.exec(
    text,
  );
  if (match === null) return undefined;
  const [, name = '', minutes = '0', seconds = '0', milliseconds = '0', retransmits = '0'] = match;
  const expiresMs = (Number(minutes) * 60 + Number(seconds)) * 1000 + Number(milliseconds);
  return { name, expiresMs, retransmits: Number(retransmits) };
}

/** `users:(("nginx",pid=812,fd=6),("nginx",pid=811,fd=6))` */
function processesOf(text: string): HostSocket['processes'] {
  const processes: { name: string; pid: number }[] = [];
  for (const [, name = '', pid] of text.matchAll(/\("([^"]{1,64})",pid=(\d{1,10}),fd=\d{1,10}\)/g)) {
    if (processes.length < 64) processes.push({ name, pid: Number(pid) });
  }
  return processes;
}
