import type { Bin, Histogram, Ladder, Verdict } from '@fivewhys/evidence';

/**
 * An explanation as a document: what is said, in which order and how it hangs together, and nothing of how a format writes it. Markdown and HTML are
 * two ways to write the same document.
 *
 * Texts are as they were found. Whoever writes them makes them plain and escapes them.
 */
export interface Document {
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** A piece of a sentence. In a bare string, `what stands between backticks` is code. */
export type Span =
  | string
  | { readonly kind: 'strong' | 'code'; readonly text: string }
  | { readonly kind: 'verdict'; readonly verdict: Verdict }
  /** A link to a section of the same document. */
  | { readonly kind: 'link'; readonly to: string; readonly text: string };

export type Block =
  | { readonly kind: 'paragraph'; readonly spans: readonly Span[] }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | { readonly kind: 'list'; readonly numbered: boolean; readonly items: readonly Item[] }
  | { readonly kind: 'commands'; readonly commands: readonly string[] }
  | TableBlock
  | LadderBlock
  | HistogramBlock
  | TimelineBlock
  | BarsBlock
  | DrawingBlock
  | SectionBlock;

/** A label and what it stands for: the first thing that is read of a finding. */
export interface Fact {
  readonly label: string;
  readonly spans: readonly Span[];
  readonly command?: string;
  /** What a reader in haste must not miss. */
  readonly weighty?: true;
}

export interface Item {
  readonly spans: readonly Span[];
  readonly below?: readonly (readonly Span[])[];
  readonly command?: string;
}

export interface TableBlock {
  readonly kind: 'table';
  /** What the table holds, for whoever hears it read. */
  readonly caption: string;
  readonly columns: readonly { readonly title: string; readonly numeric?: true }[];
  readonly rows: readonly (readonly (readonly Span[])[])[];
  /** The last column is a sentence: where there is no room for columns, a row is better shown as a paragraph. */
  readonly stacked?: true;
  /** Its figures mean nothing without the titles of their columns, so a terminal shows them, too. */
  readonly headed?: true;
}

export interface LadderBlock {
  readonly kind: 'ladder';
  readonly caption: string;
  readonly ladder: Ladder;
  /** Frames of the ladder's input that serve as evidence. */
  readonly evidence: ReadonlySet<number>;
  /** Those of its frames that are RSTs. */
  readonly resets: ReadonlySet<number>;
}

export interface HistogramBlock {
  readonly kind: 'histogram';
  readonly caption: string;
  readonly histogram: Histogram;
}

export interface TimelineBlock {
  readonly kind: 'timeline';
  readonly caption: string;
  readonly bins: readonly Bin[];
}

/** Values that belong in a row, the highest first: a bar for each. */
export interface BarsBlock {
  readonly kind: 'bars';
  readonly caption: string;
  readonly values: readonly number[];
  /** What the drawing shows, in words. */
  readonly said: string;
}

/** Lines that are drawn with characters, and stay as they are. */
export interface DrawingBlock {
  readonly kind: 'drawing';
  readonly lines: readonly string[];
}

export interface SectionBlock {
  readonly kind: 'section';
  /** Where links lead; made of letters, digits and dashes of our own. */
  readonly id?: string;
  /** Of a finding: its name, before the title. */
  readonly name?: string;
  readonly title: string;
  readonly verdict?: Verdict;
  /** Long, and not needed at first sight: closed until it is opened, where the format can. */
  readonly folded?: true;
  readonly blocks: readonly Block[];
}

/** How much of it. */
export interface DocumentOptions {
  readonly verbose: boolean;
}
