import type { Frame } from './network/frames.ts';
import type { Network } from './network/network.ts';

/** One thing that happens to a connection, made to happen. */
export interface Story {
  readonly name: string;
  readonly file: string;
  readonly vantage: 'originator' | 'middle' | 'responder';
  /** An id of the catalogue, or null where a connection only looks as if something were wrong. */
  readonly cause: string | null;
  /** What the packets alone can tell at most, where that is not the cause. */
  readonly fromPackets?: string;
  readonly sentBy: string | null;
  /** tcpdump's options: the interface first. */
  readonly capture: readonly string[];
  readonly happened: string;
  /** The commands without which it would not happen, for the note. */
  readonly commands: readonly string[];
  /**
   * Makes it happen while the capture runs. `attempt` counts from 0; `soFar` reads what has been captured; `keepText` keeps what a host said beside the capture, as `STORY.NAME`.
   */
  play(network: Network, attempt: number, soFar: () => readonly Frame[], keepText: KeepText): Promise<void>;
  /** What must be found in the capture; undefined if this time it did not happen, and is to be tried again. */
  find(frames: readonly Frame[]): Found | undefined;
}

export type KeepText = (name: string, text: string) => void;

export interface Found {
  /** The streams that the cause explains. */
  readonly streams: readonly number[];
  /** One Markdown line each, with frame numbers. */
  readonly facts: readonly string[];
}
