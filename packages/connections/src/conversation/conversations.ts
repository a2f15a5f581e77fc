import {
  NOTE_HTTP_REQUEST,
  NOTE_HTTP_RESPONSE,
  NOTE_SSH,
  NoteRecord,
  type PacketRing,
  type SegmentRecord,
  TLS_APPLICATION_DATA,
} from '@fivewhys/capture';
import type { ConversationRow } from './conversation-row.ts';
import * as at from './layout.ts';
import { takeHttp } from './take-http.ts';
import { takeSsh } from './take-ssh.ts';
import { takeTls } from './take-tls.ts';

const rowsPerPage = 256;

/**
 * What connections said in HTTP/1, TLS and SSH, as far as the beginnings of messages tell: the newest message of each end, and how far TLS came. A row for each connection that said
 * something of it, in memory that is used again with the connection's slot.
 */
export class Conversations {
  readonly #note: NoteRecord;
  readonly #pages: Int32Array[] = [];
  readonly #doubles: Float64Array[] = [];
  readonly #current: ConversationRow = { words: new Int32Array(0), doubles: new Float64Array(0), row: 0 };

  constructor(ring: PacketRing) {
    this.#note = new NoteRecord(ring);
  }

  /** The row of a slot. The object is the same for all, and holds until the next call. */
  find(slot: number): ConversationRow {
    const page = (slot / rowsPerPage) | 0;
    while (this.#pages.length <= page) {
      const words = new Int32Array(rowsPerPage * at.conversationWords);
      this.#pages.push(words);
      this.#doubles.push(new Float64Array(words.buffer));
    }
    const current = this.#current;
    current.words = this.#pages[page];
    current.doubles = this.#doubles[page];
    current.row = (slot % rowsPerPage) * at.conversationWords;
    return current;
  }

  /** Empties the row of a slot, for a connection that says its first word. */
  begin(slot: number): void {
    const { words, row } = this.find(slot);
    words.fill(0, row, row + at.conversationWords);
  }

  /**
   * Takes in the note that stands before a segment.
   *
   * @param direction who sent it: 0 the originator, 1 the responder
   * @param payloadBytes all that this end has sent so far, with the segment
   * @returns whether the payload says by itself that something failed
   */
  take(slot: number, direction: number, segment: SegmentRecord, payloadBytes: number): boolean {
    const note = this.#note;
    note.moveTo(segment.position);
    const current = this.find(slot);
    if (note.kind === NOTE_HTTP_REQUEST || note.kind === NOTE_HTTP_RESPONSE) {
      return takeHttp(current, direction, note, segment, payloadBytes);
    }
    return note.kind === NOTE_SSH
      ? takeSsh(current, direction, note, segment)
      : takeTls(current, direction, note, segment);
  }

  /** Takes in a segment that begins with TLS application data, and has no note. */
  takeTlsData(slot: number, direction: number, segment: SegmentRecord): void {
    const { words, row } = this.find(slot);
    const own = row + direction * at.endWords;
    words[own + at.TLS_BITS] |= TLS_APPLICATION_DATA;
    if (words[own + at.TLS_FRAME] === 0) words[own + at.TLS_FRAME] = segment.frame;
    if (words[own + at.TLS_DATA_FRAME] === 0) words[own + at.TLS_DATA_FRAME] = segment.frame;
  }
}
