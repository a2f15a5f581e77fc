import type { HostEvidence } from './host-evidence.ts';
import type { HostReading } from './host-reader.ts';
import type { Meaning, Saying } from './meanings/meaning.ts';
import type { HostSocket, SocketSnapshot } from './part.ts';
import { type HostQuestion, isElsewhen, isListenerOf, isOfAskedHost, isOfConnection, serves } from './question.ts';
import type { Quote, Statement } from './statement.ts';

/** What the lists of ss, and the level of conntrack's table, say of the cause in question. */
export function socketStatements(
  { readings }: HostEvidence,
  question: HostQuestion,
  { name, kind, source }: Meaning,
  says: readonly Saying[],
): Statement[] {
  return readings.flatMap((reading) => {
    if (isOfAskedHost(question, reading) === 'no') return [];
    const found = foundIn(reading, question, name);
    if (found === undefined) return [];
    return says.map(
      ({ cause, effect, because }): Statement => ({
        cause,
        effect: effect === 'rules-out' ? 'sinks' : effect,
        claim: `${found.subject}: ${because}`,
        strength: found.connection ? 'connection' : 'moment',
        kind,
        name,
        source,
        quotes: found.quotes,
        count: 1n,
      }),
    );
  });
}

interface Found {
  readonly subject: string;
  readonly quotes: readonly Quote[];
  readonly connection: boolean;
}

function foundIn(reading: HostReading, question: HostQuestion, name: string): Found | undefined {
  if (name === 'entries-at-limit') return entriesAtLimit(reading);
  const test = tests[name];
  if (test === undefined) return undefined;
  for (const part of reading.parts) {
    if (part.kind !== 'sockets' || isElsewhen(question, part.time)) continue;
    const socket = part.sockets.find((candidate) => test(candidate, question, part));
    if (socket === undefined) continue;
    const { local, receiveQueue, sendQueue, line, quote } = socket;
    const queues = name === 'accept-queue-full' ? ` (${receiveQueue} wait, ${sendQueue} may)` : '';
    return {
      subject: `${local.ip === '*' ? '*' : local.ip} port ${local.port}${queues}`,
      quotes: [{ input: reading.input, line, text: quote }],
      connection: name === 'time-wait' || name === 'still-open' || name === 'unread-bytes',
    };
  }
  return undefined;
}

type Test = (socket: HostSocket, question: HostQuestion, part: SocketSnapshot) => boolean;

const tests: Readonly<Record<string, Test>> = {
  'accept-queue-full': (socket, question) =>
    socket.state === 'LISTEN' &&
    socket.protocol === 'tcp' &&
    socket.receiveQueue > socket.sendQueue &&
    (question.end === undefined || isListenerOf(question, socket.local)),
  'time-wait': (socket, question, part) => {
    // A socket whose program is gone waits in FIN-WAIT-2 with TIME_WAIT's timer: it is kept as one already.
    const waits = stateIn(part, socket) === 'TIME-WAIT' || socket.timer?.name === 'timewait';
    return waits && isOfConnection(question, socket.local, socket.peer);
  },
  'still-open': (socket, question, part) =>
    stateIn(part, socket) === 'ESTAB' && isOfConnection(question, socket.local, socket.peer),
  'unread-bytes': (socket, question) =>
    (socket.state === 'ESTAB' || socket.state === 'CLOSE-WAIT') &&
    socket.receiveQueue > 0 &&
    isOfConnection(question, socket.local, socket.peer),
  listening: (socket, { end }) =>
    socket.state === 'LISTEN' && end !== undefined && socket.local.port === end.port && serves(socket.local.ip, end.ip),
};

/** `ss state time-wait` leaves the column of the state out. */
function stateIn({ command }: SocketSnapshot, { state }: HostSocket): string | undefined {
  if (state !== undefined || command === undefined) return state;
  if (/\bstate\s+time-wait\b/.test(command)) return 'TIME-WAIT';
  return /\bstate\s+established\b/.test(command) ? 'ESTAB' : undefined;
}

const limitName = 'net.netfilter.nf_conntrack_max';
const countName = 'net.netfilter.nf_conntrack_count';

/** The number of entries, from conntrack's counters or its sysctl, against its limit. */
function entriesAtLimit(reading: HostReading): Found | undefined {
  let limit: { value: bigint; quote: Quote } | undefined;
  let entries: { value: bigint; quote: Quote } | undefined;
  for (const part of reading.parts) {
    if (part.kind === 'settings') {
      limit = numberIn(part.settings.get(limitName)) ?? limit;
      entries = larger(entries, numberIn(part.settings.get(countName)));
    } else if (part.kind === 'counters') {
      const level = part.counters.get('conntrack.entries');
      if (level !== undefined)
        entries = larger(entries, {
          value: level.value,
          quote: { input: reading.input, line: level.line, text: level.quote },
        });
    }
  }
  if (limit === undefined || entries === undefined || limit.value === 0n || entries.value < limit.value)
    return undefined;
  return {
    subject: `${entries.value} entries of ${limit.value}`,
    quotes: [entries.quote, limit.quote],
    connection: false,
  };

  function numberIn(setting: { value: string; line: number; quote: string } | undefined) {
    if (setting === undefined || !/^\d{1,15}$/.test(setting.value)) return undefined;
    return { value: BigInt(setting.value), quote: { input: reading.input, line: setting.line, text: setting.quote } };
  }
}

function larger<Level extends { readonly value: bigint }>(
  one: Level | undefined,
  other: Level | undefined,
): Level | undefined {
  return one === undefined || (other !== undefined && other.value > one.value) ? other : one;
}
