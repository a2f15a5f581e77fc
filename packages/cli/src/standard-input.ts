import { fstatSync } from 'node:fs';
import { isatty } from 'node:tty';
import { type ByteSource, DescriptorSource } from '@fivewhys/capture';

/**
 * Standard input, opened when it is first read: where there is none, that is an input that can't be read, and no crash.
 *
 * Ctrl-C reaches all programs of a pipe. To whoever captures with `tcpdump -w - | fivewhys explain -` it means "enough": tcpdump hands over what it has and ends, and then the
 * answer is wanted. So while a pipe is read the first Ctrl-C only says so; the next one ends this program as usual.
 */
export class StandardInput implements ByteSource {
  readonly #say: (sentence: string) => void;
  #source: DescriptorSource | undefined;
  #onInterrupt: (() => void) | undefined;

  /** @param say where the user reads it, beside the answer */
  constructor(say: (sentence: string) => void) {
    this.#say = say;
  }

  async read(target: Uint8Array, offset: number, length: number): Promise<number> {
    this.#source ??= this.#open();
    const count = await this.#source.read(target, offset, length);
    if (count === 0) this.close();
    return count;
  }

  /** From here on Ctrl-C is Ctrl-C again. */
  close(): void {
    if (this.#onInterrupt !== undefined) process.off('SIGINT', this.#onInterrupt);
    this.#onInterrupt = undefined;
  }

  #open(): DescriptorSource {
    const source = new DescriptorSource(0);
    const status = fstatSync(0);
    if (isatty(0)) this.#say('reading what you type or paste; Ctrl-D on an empty line ends it');
    else if (status.isFIFO() || status.isSocket()) {
      this.#onInterrupt = () => this.#say('\nenough: the answer follows when the pipe ends; Ctrl-C again gives it up');
      process.once('SIGINT', this.#onInterrupt);
    }
    return source;
  }
}
