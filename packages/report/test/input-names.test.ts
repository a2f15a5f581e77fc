import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { InputNames } from '../src/words/input-names.ts';
import { evidenceText } from '../src/words/why-words.ts';

describe('where a fact was found, among several inputs', () => {
  const names = new InputNames([{ path: '/var/log/build.log' }, { path: 'a.pcap' }]);

  it('stands before a line that is quoted, so that nobody reads it as part of the quote', () => {
    assert.equal(
      evidenceText({ input: 0, frames: [], detail: 'line 3: "curl: (52) Empty reply from server"' }, names),
      'build.log, line 3: "curl: (52) Empty reply from server"',
    );
    assert.equal(
      evidenceText({ input: 0, frames: [], detail: 'code 35 is for TLS' }, names),
      'build.log: code 35 is for TLS',
    );
  });

  it('stands behind frames', () => {
    assert.equal(evidenceText({ input: 1, frames: [2], detail: 'TTL 64' }, names), 'frame 2 of a.pcap: TTL 64');
  });

  it('is not said where there is but one', () => {
    assert.equal(
      evidenceText({ input: 0, frames: [], detail: 'line 3: "x"' }, new InputNames([{ path: 'a' }])),
      'line 3: "x"',
    );
  });
});
