/** A place in a text that moves on as things are read from it. One is reused for all lines: no object per line. */
export class Scanner {
  text = '';
  at = 0;
  /** The last number read goes up to the end of the text, so more digits may have been cut off. */
  numberTouchesEnd = false;

  start(text: string, at: number): void {
    this.text = text;
    this.at = at;
    this.numberTouchesEnd = false;
  }

  get atEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** Steps over the literal if it comes next. */
  take(literal: string): boolean {
    if (!this.text.startsWith(literal, this.at)) return false;
    this.at += literal.length;
    return true;
  }

  /** Reads an unsigned decimal number of 32 bits; -1 when there is none or it is larger. */
  number(): number {
    const { text } = this;
    const start = this.at;
    let at = start;
    let value = 0;
    for (; at < text.length; at += 1) {
      const digit = text.charCodeAt(at) - 48;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
      if (value > 0xffffffff) return -1;
    }
    if (at === start) return -1;
    this.at = at;
    this.numberTouchesEnd = at === text.length;
    return value;
  }
}
