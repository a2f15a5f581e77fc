import { ascii, CARRIAGE_RETURN, hasAt, LINE_FEED } from './ascii.ts';
import { mostNoteTextBytes, NOTE_SSH, type PayloadNote, SSH_BANNER, SSH_REFUSAL } from './payload-note.ts';

/** RFC 4253 section 4.2. */
const banner = ascii('SSH-');
/** What sshd says before it closes a connection that it does not take: OpenSSH up to 9.7; from 9.8 on, also for a source that is penalized (drop_connection in sshd.c). */
const refusals = ['Exceeded MaxStartups', 'Not allowed at this time'].map(ascii);

/** Reads the first line of an SSH end at `start`. Returns false when it is none. */
export function readSshWords(bytes: Uint8Array, start: number, end: number, note: PayloadNote): boolean {
  const isBanner = hasAt(bytes, start, end, banner);
  if (!isBanner && !refusals.some((words) => hasAt(bytes, start, end, words))) return false;
  note.clear(NOTE_SSH);
  note.bits = isBanner ? SSH_BANNER : SSH_REFUSAL;
  const most = Math.min(end, start + mostNoteTextBytes);
  let lineEnd = start;
  while (lineEnd < most && bytes[lineEnd] !== CARRIAGE_RETURN && bytes[lineEnd] !== LINE_FEED) lineEnd += 1;
  note.textOffset = start;
  note.textBytes = lineEnd - start;
  return true;
}
