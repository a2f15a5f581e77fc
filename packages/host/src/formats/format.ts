import type { NoteDamage } from '../damage.ts';
import type { Line } from '../line.ts';
import type { Origin, Part } from '../part.ts';

/** What the text says about the output that begins here: the command or file named above it. */
export interface Announcement {
  readonly command: string | undefined;
  readonly path: string | undefined;
  /** The line behind the heading is this one: what stands here is that command's output, or nothing is. */
  readonly immediate: boolean;
}

/** Takes the lines of one output, from the one that opened it. */
export interface PartReader {
  /** Whether the line belongs to this output. False ends the output; the line is then offered to all formats. */
  take(line: Line): boolean;
  /** What was read. Undefined when it came to nothing. */
  end(origin: Origin): Part | undefined;
}

/**
 * One format of an output that is read as a whole. One file each, all of this shape.
 *
 * `begins` decides by the line alone whether an output of this format begins with it, and is strict: it must refuse every line of a capture as text, of a
 * client's or proxy's log, of prose. The announcement may only help where the line itself is bare (a number alone).
 */
export interface PartFormat {
  /** Stable name, for people. */
  readonly name: string;
  /**
   * A line with which an output begins holds one of these, unless a heading announced it: small letters stand for capitals too, `0` for any digit, a blank for a tab, `\n` for
   * the border of the line.
   */
  readonly marks: readonly string[];
  begins(line: Line, announced: Announcement): boolean;
  open(announced: Announcement, damage: NoteDamage): PartReader;
}
