import type { ReaderContext } from '../reader-context.ts';
import { withoutDecoration } from '../text/decoration.ts';
import { type LineSink, TextLines } from '../text/text-lines.ts';
import type { FormatReader } from './format.ts';
import { Clock, type ClockKind } from './tcpdump-text/clock.ts';
import { beginsPacket, PacketHead, readPacketHead } from './tcpdump-text/packet-head.ts';
import { PacketLines } from './tcpdump-text/packet-lines.ts';
import { RunNotes } from './tcpdump-text/run-notes.ts';
import { findFirstTime } from './tcpdump-text/time-sample.ts';
import type { TimeStampForm } from './tcpdump-text/time-stamp.ts';

export { looksLikeTcpdumpText } from './tcpdump-text/recognition.ts';

/**
 * Reads what tcpdump prints, in any of its forms and as people paste it, from 3.x to 4.99.
 *
 * ```text
 * 17:15:00.320997 IP 10.0.0.1.40000 > 10.0.0.2.80: Flags [S], seq 1640887617, win 14600, options [mss 1460], length 0
 * ```
 *
 * Every printed packet is a frame, also of other protocols, so that numbers are those of the capture if the text is not filtered. Lines that are
 * no packets (prose, prompts, dumps) are skipped. How sequence numbers become absolute again: relative-numbers.ts.
 */
export function createTcpdumpTextReader(context: ReaderContext): FormatReader {
  return new TcpdumpTextReader(context);
}

class TcpdumpTextReader implements FormatReader, LineSink {
  readonly kind = 'tcpdump-text';
  readonly #context: ReaderContext;
  readonly #lines = new TextLines();
  readonly #packets: PacketLines;
  readonly #notes: RunNotes;
  readonly #clock = new Clock();
  readonly #head = new PacketHead();
  /** The form of the text's times; undefined until a packet was found. */
  #timeForm: TimeStampForm | 'none' | undefined;
  /** How far packets without a time are indented; -1 until there was one. */
  #bareIndent = -1;
  #lineNumber = 0;

  constructor(context: ReaderContext) {
    this.#context = context;
    this.#packets = new PacketLines(context);
    this.#notes = new RunNotes(context);
  }

  get baseInstantNs(): bigint {
    return this.#clock.baseInstantNs;
  }

  get clock(): ClockKind {
    return this.#clock.kind;
  }

  get frames(): number {
    return this.#packets.frames;
  }

  read(bytes: Uint8Array, start: number, end: number): number {
    const until = this.#timeForm === undefined ? this.#findTimes(bytes, start, end, false) : end;
    const next = this.#lines.read(bytes, start, until, this);
    return until < end ? until : next;
  }

  end(bytes: Uint8Array, start: number, end: number): void {
    if (this.#timeForm === undefined) this.#findTimes(bytes, start, end, true);
    this.#lines.end(bytes, start, end, this);
    this.#packets.finish();
  }

  /** Looks ahead for what the times mean. Returns up to where lines can be read: what comes then has to wait for more times to compare. */
  #findTimes(bytes: Uint8Array, start: number, end: number, isEnd: boolean): number {
    const found = findFirstTime(bytes, start, end, isEnd);
    if (found === undefined) return end;
    if (found.waitAt !== undefined) return found.waitAt;
    this.#timeForm = found.first?.form ?? 'none';
    if (found.first !== undefined) this.#clock.begin(found.first, found.isRelative, found.reading);
    return end;
  }

  line(raw: string): void {
    this.#lineNumber += 1;
    if (raw.startsWith('\t0x')) return; // -x, -X: most of such a text
    const line = withoutDecoration(raw);
    const head = this.#head;
    readPacketHead(line, head);
    if (head.hasStamp) {
      if (beginsPacket(line, head, head.stamp.form === this.#timeForm && this.#packets.frames > 0)) this.#begin(line);
      else this.#other(line);
      return;
    }
    const continues = head.isIndented ? isContinuation(line, head.bodyAt) : this.#packets.continuesOnNextLine;
    if (continues && this.#packets.isOpen) this.#packets.continue(line, head.bodyAt);
    else if (this.#mayBeginBare() && beginsPacket(line, head, false)) this.#begin(line);
    else this.#other(line);
  }

  /**
   * Whether a line without a time may begin a packet. Where packets have times, such a line is out of a payload (-A) or quoted by an ICMP error;
   * where they have none (-t), it has to stand where the first one did.
   */
  #mayBeginBare(): boolean {
    return this.#clock.kind === 'none' && (this.#bareIndent < 0 || this.#bareIndent === this.#head.indent);
  }

  overlongLine(): void {
    this.#lineNumber += 1;
    this.#context.damage.add({ line: this.#lineNumber, reason: 'a line of more than 65,536 bytes is skipped' });
  }

  #begin(line: string): void {
    const { hasStamp, stamp, bodyAt, indent } = this.#head;
    if (!hasStamp) this.#bareIndent = indent;
    const instantNs = hasStamp ? this.#clock.instantOf(stamp) : this.#clock.instantNs;
    this.#packets.begin(line, bodyAt, this.#lineNumber, instantNs);
  }

  #other(line: string): void {
    this.#packets.offer(line);
    if (RunNotes.isStart(line)) {
      this.#packets.restart(line);
      this.#notes.start();
    }
    this.#notes.note(line);
  }
}

/** What `-v` prints below a packet's first line, told from the text of a payload. */
function isContinuation(line: string, bodyAt: number): boolean {
  return line.startsWith('IP', bodyAt) || line.startsWith('(', bodyAt) || line.includes(' > ', bodyAt);
}
