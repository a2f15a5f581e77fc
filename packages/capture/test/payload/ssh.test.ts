import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NOTE_SSH, SSH_BANNER, SSH_REFUSAL } from '@fivewhys/capture';
import { readNote } from './read-note.ts';

describe('an SSH end', () => {
  it('says its banner on a line of its own', () => {
    const note = readNote('SSH-2.0-OpenSSH_9.2p1 Debian-2\r\nmore');
    assert.equal(note?.kind, NOTE_SSH);
    assert.equal(note?.bits, SSH_BANNER);
    assert.equal(note?.text, 'SSH-2.0-OpenSSH_9.2p1 Debian-2');
  });

  it('turns connections away in the words of OpenSSH, old and new', () => {
    for (const words of ['Exceeded MaxStartups', 'Not allowed at this time']) {
      const note = readNote(`${words}\r\n`);
      assert.equal(note?.bits, SSH_REFUSAL);
      assert.equal(note?.text, words);
    }
    assert.equal(readNote('Exceeded maximum'), undefined);
  });
});
