export { addressOf, endpointOf, type HostEndpoint } from './address.ts';
export { type CounterChange, type CounterPoint, counterChanges } from './counter-changes.ts';
export type { Damage } from './damage.ts';
export type {
  HostEvent,
  KernelMessage,
  KernelMessageId,
  LoggedPacket,
  TraceEvent,
  TraceEventName,
} from './event.ts';
export { findingsOfHost, type HostFindingsOptions } from './findings-of-host.ts';
export { type HostEvidence, hostEvidence } from './host-evidence.ts';
export { hostMarks } from './host-marks.ts';
export { HostReader, type HostReading } from './host-reader.ts';
export { meanings } from './meanings/index.ts';
export type { Condition, Effect, Meaning, MeaningKind, Saying } from './meanings/meaning.ts';
export type {
  CounterFormat,
  CounterReading,
  CounterScope,
  CounterSnapshot,
  HostSocket,
  Origin,
  Part,
  SettingSnapshot,
  SocketInfo,
  SocketSnapshot,
  SocketSummary,
  SocketTimer,
} from './part.ts';
export type { AskedEnd, HostQuestion } from './question.ts';
export { readHostText } from './read-host-text.ts';
export { type RecognizedFormat, recognizeCounters } from './recognize-counters.ts';
export { evidenceOf, type Quote, type Statement } from './statement.ts';
export { statementsFor } from './statements-for.ts';
export { elapsedNs, type WallTime } from './wall-time.ts';
