import * as at from '../packet-record.ts';
import { keptOffset, type PacketRing } from '../packet-ring.ts';

/** The note that stands before a segment in a ring, read from its records. The fields are those of PayloadNote. */
export class NoteRecord {
  readonly #ring: PacketRing;
  #text = 0;
  kind = 0;
  bits = 0;
  startBytes = 0;
  headerBytes = 0;
  number = 0;
  lengthBytes = -1;
  timeoutSeconds = -1;
  version = 0;
  textBytes = 0;

  constructor(ring: PacketRing) {
    this.#ring = ring;
  }

  /** @param position of the segment, which has SEGMENT_NOTED */
  moveTo(position: number): void {
    const { kept, keptTimes } = this.#ring;
    const keep = keptOffset(position - 1);
    this.#text = keptOffset(position - 2);
    this.kind = kept[keep + at.RECORD_NOTE_KIND];
    this.bits = kept[keep + at.RECORD_NOTE_BITS];
    this.startBytes = kept[keep + at.RECORD_NOTE_START_BYTES];
    this.headerBytes = kept[keep + at.RECORD_NOTE_HEADER_BYTES];
    this.number = kept[keep + at.RECORD_NOTE_NUMBER];
    this.lengthBytes = keptTimes[(keep + at.RECORD_NOTE_LENGTH) >> 1];
    this.timeoutSeconds = kept[keep + at.RECORD_NOTE_TIMEOUT];
    this.version = kept[keep + at.RECORD_NOTE_VERSION];
    this.textBytes = kept[keep + at.RECORD_NOTE_TEXT_BYTES];
  }

  /** Copies the record of the text, with whatever lies behind it, to `offset` of some words. */
  copyText(words: Int32Array, offset: number): void {
    const { kept } = this.#ring;
    for (let word = 0; word < at.recordWords; word += 1) words[offset + word] = kept[this.#text + word];
  }
}
