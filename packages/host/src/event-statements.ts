import type { HostEvent, TraceEvent } from './event.ts';
import type { HostEvidence } from './host-evidence.ts';
import type { HostReading } from './host-reader.ts';
import type { Meaning, Saying } from './meanings/meaning.ts';
import { resetReasonMeanings } from './meanings/reset-reasons.ts';
import {
  type HostQuestion,
  isElsewhen,
  isListenerOf,
  isOfAskedHost,
  isOfConnection,
  isSentByAskedEnd,
  serves,
} from './question.ts';
import type { Statement } from './statement.ts';

/** Lines alike that are quoted; the rest is counted. */
const mostQuotes = 3;

/** What lines of the kernel's log and trace say of the cause in question. */
export function eventStatements(
  { readings }: HostEvidence,
  question: HostQuestion,
  meaning: Meaning,
  says: readonly Saying[],
): Statement[] {
  const named: HostEvent[] = [];
  const others: HostEvent[] = [];
  for (const reading of readings) {
    if (isOfAskedHost(question, reading) === 'no') continue;
    for (const event of eventsOf(reading, meaning)) {
      if (isElsewhen(question, event.time)) continue;
      const relation = relationOf(question, event);
      if (relation === 'this') named.push(event);
      else if (relation === 'unknown') others.push(event);
    }
  }
  return [...statements(named, 'connection'), ...statements(others, 'interval')];

  function statements(events: readonly HostEvent[], strength: 'connection' | 'interval'): Statement[] {
    if (events.length === 0) return [];
    return says.map(({ cause, effect, because }) => ({
      cause,
      effect: effect === 'rules-out' && strength !== 'connection' ? 'sinks' : effect,
      claim: `${introduction(meaning, events.length)}: ${because}`,
      strength,
      kind: meaning.kind,
      name: meaning.name,
      source: meaning.source,
      ...(meaning.speaksOf === undefined ? {} : { speaksOf: meaning.speaksOf }),
      quotes: events.slice(0, mostQuotes).map(({ input, line, quote }) => ({ input, line, text: quote })),
      count: BigInt(events.length),
    }));
  }
}

function eventsOf({ messages, trace }: HostReading, { kind, name }: Meaning): readonly HostEvent[] {
  switch (kind) {
    case 'kernel-message':
      return messages.filter(({ id }) => id === name);
    case 'reset-reason':
      return trace.filter((event) => event.event === 'tcp_send_reset' && (name === 'any' || reasonOf(event) === name));
    case 'drop-reason':
      return trace.filter(({ event, reason }) => event === 'kfree_skb' && reason === name);
    default:
      return [];
  }
}

/** With the state of the socket, where that tells more. */
function reasonOf({ reason, state }: TraceEvent): string | undefined {
  const inState = `${reason} in ${state}`;
  return statesThatTell.has(inState) ? inState : reason;
}

const statesThatTell: ReadonlySet<string> = new Set(
  resetReasonMeanings.map(({ name }) => name).filter((name) => name.includes(' in ')),
);

/** Whether an event is of the connection in question, of another one, or names none. */
function relationOf(question: HostQuestion, event: HostEvent): 'this' | 'other' | 'unknown' {
  if (question.end === undefined) return 'unknown';
  const [one, other] =
    event.kind === 'trace-event' ? [event.local, event.peer] : [event.packet?.from, event.packet?.to];
  // A listener's kernel names no peer, and often no address: the line is of one of the RSTs from its port.
  if (event.kind === 'trace-event' && one !== undefined && other?.port === 0) {
    return one.port === question.end.port && serves(one.ip, question.end.ip) ? 'unknown' : 'other';
  }
  if (one !== undefined && other !== undefined) {
    // A RST that the peer's kernel sent tells nothing of the one that is asked about.
    const is = event.kind === 'trace-event' && event.event === 'tcp_send_reset' ? isSentByAskedEnd : isOfConnection;
    return is(question, one, other) ? 'this' : 'other';
  }
  if (event.kind === 'kernel-message' && event.port !== undefined) {
    return isListenerOf(question, { ip: '*', port: event.port, device: undefined }) ? 'unknown' : 'other';
  }
  return 'unknown';
}

function introduction({ kind, name }: Meaning, lines: number): string {
  const times = lines === 1 ? '' : ` (${lines} lines)`;
  switch (kind) {
    case 'kernel-message':
      return `The kernel's log${times}`;
    case 'reset-reason':
      return name === 'any' ? `The kernel's trace${times}` : `The kernel sent a RST with the reason ${name}${times}`;
    default:
      return `The kernel dropped packets with the reason ${name}${times}`;
  }
}
