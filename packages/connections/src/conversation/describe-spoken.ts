import * as note from '@fivewhys/capture';
import type { TrackedWithExhibits } from '../tracked-with-exhibits.ts';
import { describeHttp } from './describe-http.ts';
import * as at from './layout.ts';
import type { Spoken, SpokenByEnd, SshWords, TlsWords } from './spoken.ts';
import { isEncryptedAlert } from './take-tls.ts';
import { textOf } from './text-of.ts';
import { unansweredHello } from './unanswered-hello.ts';

/** Reads the conversation of a slot that has one into plain data. */
export function describeSpoken(tracker: TrackedWithExhibits, slot: number): Spoken {
  const { words, doubles, row } = tracker.conversations.find(slot);
  const end = (direction: number): SpokenByEnd => {
    const own = row + direction * at.endWords;
    return {
      http: words[own + at.HTTP_KIND] === 0 ? undefined : describeHttp({ words, doubles, row }, direction),
      tls: words[own + at.TLS_FRAME] === 0 ? undefined : describeTls(words, row, direction),
      ssh: words[own + at.SSH_FRAME] === 0 ? undefined : describeSsh(words, own),
    };
  };
  return { originator: end(0), responder: end(1), unansweredHello: unansweredHello(tracker, slot) };
}

function describeTls(words: Int32Array, row: number, direction: number): TlsWords {
  const own = row + direction * at.endWords;
  const bits = words[own + at.TLS_BITS];
  const has = (bit: number) => (bits & bit) !== 0;
  const alert = words[own + at.TLS_ALERT_NUMBER];
  return {
    frame: words[own + at.TLS_FRAME],
    clientHello: has(note.TLS_CLIENT_HELLO),
    serverHello: has(note.TLS_SERVER_HELLO),
    helloRetry: has(note.TLS_HELLO_RETRY),
    certificate: has(note.TLS_CERTIFICATE),
    serverHelloDone: has(note.TLS_SERVER_HELLO_DONE),
    clientKeyExchange: has(note.TLS_CLIENT_KEY_EXCHANGE),
    changeCipherSpec: has(note.TLS_CHANGE_CIPHER_SPEC),
    encryptedHandshake: has(note.TLS_ENCRYPTED_HANDSHAKE),
    applicationData: has(note.TLS_APPLICATION_DATA),
    earlyData: has(note.TLS_EARLY_DATA),
    version: words[own + at.TLS_VERSION] || undefined,
    serverName: words[own + at.TEXT_KIND] === note.NOTE_TLS ? textOf(words, own) : undefined,
    alert: has(note.TLS_ALERT)
      ? {
          frame: words[own + at.TLS_ALERT_FRAME],
          level: alert >> 8 === 2 ? 'fatal' : 'warning',
          description: alert & 0xff,
        }
      : undefined,
    encryptedAlertFrame: direction === 0 && isEncryptedAlert(words, row) ? words[own + at.TLS_DATA_FRAME] : undefined,
    applicationDataFrame: words[own + at.TLS_DATA_FRAME] || undefined,
    lastAlertFrame: words[own + at.TLS_ENCRYPTED_ALERT_FRAME] || undefined,
  };
}

function describeSsh(words: Int32Array, own: number): SshWords {
  return {
    frame: words[own + at.SSH_FRAME],
    kind: (words[own + at.SSH_BITS] & note.SSH_REFUSAL) !== 0 ? 'refusal' : 'banner',
    text: words[own + at.TEXT_KIND] === note.NOTE_SSH ? textOf(words, own) : '',
  };
}
