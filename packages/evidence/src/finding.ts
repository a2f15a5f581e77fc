import type { Sender } from './cause.ts';
import type { NextStep, Remedy } from './remedy.ts';
import type { Verdict } from './verdict.ts';
import type { NamedCause } from './weigh-causes.ts';
import type { Why } from './why.ts';
import type { WhyNot } from './why-not.ts';

/** A connection that a finding is about. */
export interface Subject {
  readonly input: number;
  readonly stream: number;
}

/** How a figure is spread over a finding's subjects. */
export interface Distribution {
  readonly name: string;
  readonly count: number;
  readonly least: number;
  readonly median: number;
  readonly most: number;
  /** Where most values lie together, if they do. */
  readonly pile?: Pile;
  /** How many values lie where; absent where there are too few, or all are the same. */
  readonly histogram?: Histogram;
}

/** Values counted in ranges that adjoin, from the least value to the most. */
export interface Histogram {
  /** `linear`: all ranges are as wide. `logarithmic`: each is a few times as wide as the one before; a first one may begin at 0. */
  readonly scale: 'linear' | 'logarithmic';
  /** All values are whole numbers: a bin from 3 to 4 holds 3 alone. */
  readonly whole: boolean;
  readonly bins: readonly Bin[];
}

/** So many values lie at `from` or above and below `to`. */
export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** A narrow range that holds most values of a figure: a timer, or a size. */
export interface Pile {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** One end, and how many of a finding's connections have it. */
export interface Share {
  readonly end: string;
  readonly connections: number;
}

/** Between whom and when, over a finding's connections. */
export interface Fleet {
  /** Addresses, the most frequent first; the first ten. */
  readonly originators: readonly Share[];
  /** How many different ones, counted up to ten thousand. */
  readonly originatorCount: number;
  /** Addresses with ports, likewise. */
  readonly responders: readonly Share[];
  readonly responderCount: number;
  /** When the first and the last of them happened (ISO 8601, UTC); absent when the captures have no dates. */
  readonly firstInstant?: string | undefined;
  readonly lastInstant?: string | undefined;
  /** How many happened when, in seconds since the earliest capture began; absent where there are too few, or several captures whose times can't be compared. */
  readonly timeline?: readonly Bin[];
}

/** One line of a ladder diagram: a frame that matters to the story. */
export interface LadderRow {
  readonly frame: number;
  /** Nanoseconds since the first row. */
  readonly sinceFirstNs: number;
  readonly from: 'originator' | 'responder' | 'icmp';
  /** The frame in a few words: flags and numbers. */
  readonly text: string;
  /** Why it matters; empty for context. */
  readonly note: string;
  /** The earlier frame that it sends again, if it is a retransmission. */
  readonly repeats?: number;
}

/** The frames that matter of one subject of a finding, the one of which most is known, in order. */
export interface Ladder {
  readonly input: number;
  readonly stream: number;
  readonly originator: string;
  readonly responder: string;
  readonly rows: readonly LadderRow[];
}

/** Another finding of the same run that may lie behind one. */
export interface FindingLink {
  /** Its id. */
  readonly finding: string;
  readonly cause: string;
  /** What joins the two, in words that follow its name. */
  readonly because: string;
}

/** A symptom, its chain of whys down to a cause, and what goes with it. The JSON form is a public contract: docs/findings-json.md. */
export interface Finding {
  readonly id: string;
  readonly symptom: string;
  readonly cause: string;
  /** What the cause is, in half a line; of flows whose catalogue the renderers don't have. */
  readonly causeTitle?: string;
  readonly verdict: Verdict;
  /** Its connections; of very many the first hundred thousand. */
  readonly subjects: readonly Subject[];
  /** Connections in this finding; of texts, how often it is told; of worker events, deaths. */
  readonly count: number;
  /** What `count` counts, where that are no connections and no lines. */
  readonly counts?: 'death';
  /** Of those: counted because they are as alike as their rows tell to others of the finding, and not weighed one by one. Only in a flood. */
  readonly onlyCounted?: number;
  /** Of all its connections, listed or not. */
  readonly resetFrames: readonly { readonly input: number; readonly frames: readonly number[] }[];
  /** Of those: with the address of the other end than the RST that decided its connection's fate. Absent where there are none. */
  readonly otherResetFrames?: readonly { readonly input: number; readonly frames: readonly number[] }[];
  /** RSTs of the same connections in other captures, taken at other places; mostly the same ones. Absent where there are none. */
  readonly resetFramesElsewhere?: readonly { readonly input: number; readonly frames: readonly number[] }[];
  readonly sentBy: Sender;
  /** Of one subject, the one whose ladder is drawn. */
  readonly whys: readonly Why[];
  readonly ruledOut: readonly NamedCause[];
  readonly stillPossible: readonly NamedCause[];
  readonly notes: readonly string[];
  readonly next: readonly NextStep[];
  readonly remedies: readonly Remedy[];
  readonly distributions: readonly Distribution[];
  /** Only of several connections. */
  readonly fleet?: Fleet;
  readonly ladder: Ladder | undefined;
  /** Only where evidence joins it with another finding. */
  readonly behind?: readonly FindingLink[];
  /** Only when asked for. Of the same subject. */
  readonly whyNot?: WhyNot;
}
