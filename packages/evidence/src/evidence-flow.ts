import type { Finding } from './finding.ts';

/** A text of a flow while it is read. */
export interface FlowText {
  /** The next bytes, in pieces of any size; valid during the call only. */
  read(bytes: Uint8Array): void;
  /** The text has ended. */
  end(): void;
  /** What was read of it; to be asked for after the end. */
  report(): FlowTextReport;
}

/** What is told of a text as an input. */
export interface FlowTextReport {
  readonly lines: number;
  /** The first places of damage. */
  readonly damage: readonly { readonly line: number; readonly reason: string }[];
  readonly damageCount: number;
  readonly notes: readonly string[];
}

/**
 * Evidence of a flow of its own that comes as text, such as the events of a supervisor. It is loaded with the first such text, takes in all of them, and concludes from them
 * together.
 */
export interface EvidenceFlow {
  /** A reader for one text. @param input its index among the inputs */
  open(input: number): FlowText;
  /**
   * Findings of all texts that were read to their end; their ids are given by whoever gathers the findings of all flows.
   *
   * @param suspected a cause, of which each finding is to say why it is not that
   */
  findings(suspected?: string): readonly Finding[];
}

/** How a flow is known and reached without being loaded. */
export interface FlowEntrance {
  /** What such an input is called. */
  readonly kind: 'worker-events' | 'usage-records';
  /** Whether a text with this beginning is of the flow. */
  claims(beginning: string): boolean;
  load(): Promise<EvidenceFlow>;
}
