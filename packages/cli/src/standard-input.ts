import { type ByteSource, DescriptorSource } from '@fivewhys/capture';

/** Standard input, opened when it is first read: where there is none, that is an input that can't be read, and no crash. */
export class StandardInput implements ByteSource {
  #source: DescriptorSource | undefined;

  async read(target: Uint8Array, offset: number, length: number): Promise<number> {
    this.#source ??= new DescriptorSource(0);
    return this.#source.read(target, offset, length);
  }
}
