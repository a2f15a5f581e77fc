import {
  type NoteRecord,
  type SegmentRecord,
  TLS_ALERT,
  TLS_APPLICATION_DATA,
  TLS_CLIENT_HELLO,
  TLS_EARLY_DATA,
  TLS_ENCRYPTED_ALERT,
} from '@fivewhys/capture';
import type { ConversationRow } from './conversation-row.ts';
import * as at from './layout.ts';
import { takeText } from './take-text.ts';

const fatal = 2;
export const tls13 = 0x0304;
/** An alert of two bytes, the content type, and the tag of AEAD: 16 bytes, or 8 with the CCM_8 suite (RFC 8446 section 5.2, RFC 6655). */
const encryptedAlertBytes = [2 + 1 + 16, 2 + 1 + 8];

/** TLS records. @returns whether one of them is an alert that ends the handshake, or looks like one */
export function takeTls(
  { words, row }: ConversationRow,
  direction: number,
  note: NoteRecord,
  segment: SegmentRecord,
): boolean {
  const own = row + direction * at.endWords;
  if (words[own + at.TLS_FRAME] === 0) {
    words[own + at.TLS_FRAME] = segment.frame;
    words[own + at.TLS_SEQUENCE] = segment.sequence;
  }
  words[own + at.TLS_BITS] |= note.bits;
  if (note.version !== 0) words[own + at.TLS_VERSION] = note.version;
  if (note.textBytes > 0) takeText(words, own, note);
  if ((note.bits & TLS_APPLICATION_DATA) !== 0 && words[own + at.TLS_DATA_FRAME] === 0) {
    words[own + at.TLS_DATA_FRAME] = segment.frame;
    words[own + at.TLS_DATA_BYTES] = note.lengthBytes;
  }
  if (note.bits === TLS_ENCRYPTED_ALERT) {
    words[own + at.TLS_ENCRYPTED_ALERT_FRAME] = segment.frame;
  }
  if ((note.bits & TLS_ALERT) !== 0 && !isFatal(words[own + at.TLS_ALERT_NUMBER])) {
    words[own + at.TLS_ALERT_NUMBER] = note.number;
    words[own + at.TLS_ALERT_FRAME] = segment.frame;
  }
  return isFatal(words[own + at.TLS_ALERT_NUMBER]) || (direction === 0 && isEncryptedAlert(words, row));
}

function isFatal(alert: number): boolean {
  return alert >> 8 === fatal;
}

/**
 * Whether the originator's first encrypted record of TLS 1.3 is one alert: there its Finished is due, which is longer (or early data, or a certificate before that, which are announced
 * or longer still).
 *
 * @param row of the conversation
 */
export function isEncryptedAlert(words: Int32Array, row: number): boolean {
  const responder = row + at.endWords;
  return (
    words[responder + at.TLS_VERSION] === tls13 &&
    (words[row + at.TLS_BITS] & (TLS_CLIENT_HELLO | TLS_EARLY_DATA)) === TLS_CLIENT_HELLO &&
    encryptedAlertBytes.includes(words[row + at.TLS_DATA_BYTES])
  );
}
