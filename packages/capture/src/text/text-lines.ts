/** No line that tcpdump prints of a packet is longer; what is, is no text, or not tcpdump's. */
export const longestLineBytes = 65_536;

/** What the lines of a text are handed to. */
export interface LineSink {
  /** @param line decoded byte by byte (latin1): offsets are bytes, and no byte is refused. Without its line end. */
  line(line: string): void;
  /** A line longer than `longestLineBytes`; its content is skipped. */
  overlongLine(): void;
}

/** Cuts bytes that come in pieces into lines, in bounded memory. */
export class TextLines {
  #isSkipping = false;

  /** @returns the offset of the first byte that is not yet part of a whole line */
  read(bytes: Uint8Array, start: number, end: number, sink: LineSink): number {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start);
    let at = 0;
    for (;;) {
      const newline = text.indexOf(10, at);
      if (newline < 0) break;
      if (this.#isSkipping) this.#isSkipping = false;
      else emit(text, at, newline, sink);
      at = newline + 1;
    }
    if (this.#isSkipping) return end;
    if (text.length - at <= longestLineBytes) return start + at;
    this.#isSkipping = true;
    sink.overlongLine();
    return end;
  }

  /** The last line may lack its line end. */
  end(bytes: Uint8Array, start: number, end: number, sink: LineSink): void {
    const at = this.read(bytes, start, end, sink);
    if (at < end) emit(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), at, end, sink);
  }
}

function emit(text: Buffer, start: number, newline: number, sink: LineSink): void {
  if (newline - start > longestLineBytes) {
    sink.overlongLine();
    return;
  }
  let end = newline;
  while (end > start && (text[end - 1] === 13 || text[end - 1] === 32 || text[end - 1] === 9)) end -= 1;
  sink.line(text.toString('latin1', start, end));
}
