import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  NOTE_TLS,
  PayloadNote,
  TLS_ALERT,
  TLS_APPLICATION_DATA,
  TLS_CHANGE_CIPHER_SPEC,
  TLS_CLIENT_HELLO,
  TLS_EARLY_DATA,
  TLS_ENCRYPTED_ALERT,
  TLS_ENCRYPTED_HANDSHAKE,
  TLS_OTHER_HANDSHAKE,
  TLS_SERVER_HELLO,
  TLS_SERVER_HELLO_DONE,
} from '@fivewhys/capture';
import fc from 'fast-check';
import { mayBeRead, NOTED, NOTHING, readPayload, TLS_DATA } from '../../src/payload/read-payload.ts';
import { join } from '../build/bytes.ts';
import { alert, changeCipherSpec, clientHello, serverHello, serverHelloDone, tlsRecord } from '../build/tls.ts';
import { readNote } from './read-note.ts';

describe('a ClientHello', () => {
  it('is noted with the name that it asks for and the highest version that it offers', () => {
    const note = readNote(clientHello({ serverName: 'registry.example', versions: [0x5a5a, 0x0304, 0x0303] }));
    assert.equal(note?.kind, NOTE_TLS);
    assert.equal(note?.bits, TLS_CLIENT_HELLO | TLS_OTHER_HANDSHAKE);
    assert.equal(note?.text, 'registry.example');
    assert.equal(note?.version, 0x0304);
  });

  it('without extensions offers what its own field says, and no name', () => {
    const note = readNote(clientHello());
    assert.equal(note?.version, 0x0303);
    assert.equal(note?.text, '');
  });

  it('announces early data', () => {
    const bits = readNote(clientHello({ earlyData: true }))?.bits ?? 0;
    assert.ok((bits & TLS_EARLY_DATA) !== 0);
  });

  it('that is cut keeps what was there, and never half a name', () => {
    const whole = clientHello({ serverName: 'registry.example', versions: [0x0304] });
    for (let end = 12; end < whole.length; end += 1) {
      const note = readNote(whole.subarray(0, end));
      assert.equal(note?.bits, TLS_CLIENT_HELLO | TLS_OTHER_HANDSHAKE);
      assert.ok(note?.text === '' || note?.text === 'registry.example', note?.text);
    }
  });
});

describe('what a server says', () => {
  it('is the version that it chooses: in an extension from 1.3 on', () => {
    assert.equal(readNote(serverHello(0x0303))?.version, 0x0303);
    assert.equal(readNote(serverHello(0x0304))?.version, 0x0304);
  });

  it('is not known to be 1.2 when the extensions are cut off', () => {
    const whole = serverHello(0x0304);
    const note = readNote(whole.subarray(0, whole.length - 3));
    assert.equal(note?.bits, TLS_SERVER_HELLO | TLS_OTHER_HANDSHAKE);
    assert.equal(note?.version, 0);
  });

  it('is read record by record', () => {
    const note = readNote(
      join(serverHello(0x0303), serverHelloDone, changeCipherSpec, tlsRecord(22, new Uint8Array(40).fill(9))),
    );
    assert.equal(
      note?.bits,
      TLS_SERVER_HELLO | TLS_OTHER_HANDSHAKE | TLS_SERVER_HELLO_DONE | TLS_CHANGE_CIPHER_SPEC | TLS_ENCRYPTED_HANDSHAKE,
    );
  });
});

describe('an alert', () => {
  it('of two bytes can be read', () => {
    const note = readNote(alert(2, 48));
    assert.equal(note?.bits, TLS_ALERT);
    assert.equal(note?.number, 0x0230);
  });

  it('that is longer is encrypted', () => {
    assert.equal(readNote(tlsRecord(21, new Uint8Array(26)))?.bits, TLS_ENCRYPTED_ALERT);
  });

  it('of an unknown level is none', () => {
    assert.equal(readNote(alert(3, 48)), undefined);
  });
});

describe('application data', () => {
  const kindOf = (bytes: Uint8Array) => readPayload(bytes, 0, bytes.length, new PayloadNote());

  it('is told of without a note, unless its record is shorter than any Finished', () => {
    assert.equal(kindOf(tlsRecord(23, new Uint8Array(1000))), TLS_DATA);
    assert.equal(kindOf(tlsRecord(23, new Uint8Array(45))), TLS_DATA);
    assert.equal(kindOf(tlsRecord(23, new Uint8Array(44))), NOTED);
  });

  it('behind ChangeCipherSpec has the length of its first record', () => {
    const note = readNote(join(changeCipherSpec, tlsRecord(23, new Uint8Array(19)), tlsRecord(23, new Uint8Array(30))));
    assert.equal(note?.bits, TLS_CHANGE_CIPHER_SPEC | TLS_APPLICATION_DATA);
    assert.equal(note?.lengthBytes, 19);
  });

  it('of another version, or longer than a record can be, is something else', () => {
    assert.equal(kindOf(tlsRecord(23, new Uint8Array(100), 0x0403)), NOTHING);
    assert.equal(kindOf(Uint8Array.from([23, 3, 3, 0xff, 0xff, 0, 0])), NOTHING);
  });
});

describe('any bytes', () => {
  it('are read without going beyond their end, and the text of a note lies in them', () => {
    const seeds = [clientHello({ serverName: 'a.example', versions: [0x0304] }), serverHello(0x0304), alert(2, 40)];
    const changed = fc
      .tuple(fc.constantFrom(...seeds), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }), fc.nat())
      .map(([seed, changes, end]) => {
        const bytes = Uint8Array.from(seed);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        return bytes.subarray(0, end % (bytes.length + 1));
      });
    fc.assert(
      fc.property(fc.oneof(changed, fc.uint8Array({ maxLength: 200 })), fc.nat(20), (payload, before) => {
        // What lies around a payload must not matter.
        const quiet = join(new Uint8Array(before), payload, new Uint8Array(40));
        const loud = join(new Uint8Array(before).fill(0xff), payload, new Uint8Array(40).fill(0x41));
        const [one, other] = [new PayloadNote(), new PayloadNote()];
        const end = before + payload.length;
        if (payload.length === 0 || mayBeRead[payload[0] as number] === 0) return;
        assert.equal(readPayload(quiet, before, end, one), readPayload(loud, before, end, other));
        assert.deepEqual(one, other);
        if (one.textBytes > 0) assert.ok(one.textOffset >= before && one.textOffset + one.textBytes <= end);
      }),
      { numRuns: 2000 },
    );
  });
});
