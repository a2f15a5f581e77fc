import { PayloadNote } from '@fivewhys/capture';
import { mayBeRead, readPayload } from '../../src/payload/read-payload.ts';
import { ascii, type Bytes } from '../build/bytes.ts';

/** What is noted of a payload, with its text; undefined when nothing is. */
export function readNote(payload: string | Bytes): (PayloadNote & { text: string }) | undefined {
  const bytes = typeof payload === 'string' ? ascii(payload) : Uint8Array.from(payload);
  if (bytes.length === 0 || mayBeRead[bytes[0] as number] === 0) return undefined;
  const note = new PayloadNote();
  if (readPayload(bytes, 0, bytes.length, note) !== 1) return undefined;
  const text = Buffer.from(bytes.subarray(note.textOffset, note.textOffset + note.textBytes)).toString('latin1');
  return Object.assign(note, { text });
}
