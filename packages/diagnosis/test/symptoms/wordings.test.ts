import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readWordings } from '../../src/symptom-reading/read-wordings.ts';
import { curlCodes } from '../../src/symptom-words/curl-codes.ts';
import { errnoIn, errnoOfNumber, errnos } from '../../src/symptom-words/errnos.ts';
import { openSslReasons } from '../../src/symptom-words/transport-texts.ts';
import { symptomPrograms } from './sources.ts';

describe('the tables of wordings', () => {
  for (const program of symptomPrograms) {
    for (const wording of program.wordings) {
      it(`${program.id}: "${wording.example}" is read by its own row, and by no other program`, () => {
        assert.match(wording.example, program.hint);
        assert.equal(readWordings(wording.example, program)?.row, wording.example);
        const reader = symptomPrograms.find(
          (other) =>
            other.hint.test(wording.example) &&
            (other.read?.(wording.example) ?? readWordings(wording.example, other)) !== undefined,
        );
        assert.equal(reader?.id, program.id);
      });
    }
  }

  it('every row of every table says something, and where that comes from', () => {
    for (const { id, wordings, tables, log, windowLines, read } of symptomPrograms) {
      const rows = [
        ...wordings,
        ...tables.flatMap((table) => table.rows.map((row) => ({ ...row, example: row.text }))),
      ];
      assert.ok(rows.length > 0, id);
      for (const { example, says, source } of rows) {
        assert.ok(example.trim() !== '' && says.length > 5 && source.length > 5, `${id}: ${example}`);
        assert.doesNotMatch(
          says.replaceAll(/"[^"]*"/g, ''),
          /\bclient\b/i,
          `${id}: originator and responder are the words: ${says}`,
        );
      }
      if (log === 'proxy-log') assert.ok(read !== undefined && windowLines === 0, id);
    }
  });

  it('every wording of a failure gives an effect, of its own or by its errno', () => {
    for (const program of symptomPrograms) {
      for (const { example, role } of program.wordings) {
        if (role !== undefined) continue;
        assert.notEqual(readWordings(example, program)?.effect, undefined, example);
      }
    }
  });

  it('a phase never stands without its reason', () => {
    for (const { wordings } of symptomPrograms) {
      for (const { example, phase, phaseBecause } of wordings) {
        assert.equal(phase === undefined, phaseBecause === undefined, example);
      }
    }
  });

  it('no two programs have the same id, and no hint remembers where it was', () => {
    assert.equal(new Set(symptomPrograms.map(({ id }) => id)).size, symptomPrograms.length);
    for (const { hint, wordings } of symptomPrograms) {
      for (const { flags } of [hint, ...wordings.map(({ pattern }) => pattern)]) assert.doesNotMatch(flags, /[gy]/);
    }
  });

  it('what OpenSSL gives as a reason fits its rows', () => {
    for (const { example, pattern } of openSslReasons) assert.match(example, pattern);
  });
});

describe('errnos', () => {
  for (const { name, words, linux, macos, windows } of errnos) {
    it(`${name} is found by each of its words and numbers`, () => {
      for (const word of words) assert.equal(errnoIn(`something failed: ${word}`)?.name, name, word);
      for (const number of [linux, macos, windows]) {
        if (number !== undefined) assert.equal(errnoOfNumber(number)?.name, name, `${number}`);
      }
    });
  }

  it('words count more than a number beside them, and a number counts only where programs print one', () => {
    assert.equal(errnoIn('Broken pipe (os error 104)')?.name, 'EPIPE');
    assert.equal(errnoIn('failed (os error 104)')?.name, 'ECONNRESET');
    assert.equal(errnoIn('[Errno 111] something')?.name, 'ECONNREFUSED');
    assert.equal(errnoIn('errno: -104,')?.name, 'ECONNRESET');
    assert.equal(errnoIn('after 104 tries'), undefined);
    assert.equal(errnoIn('error 104'), undefined);
  });

  it('the shorter words do not hide in other words', () => {
    assert.equal(errnoIn('myEPIPEline'), undefined);
    assert.equal(errnoIn('a connection resetting itself'), undefined);
  });

  it('each code of curl that git and curl print most is known', () => {
    assert.deepEqual(
      [6, 7, 16, 18, 28, 35, 52, 55, 56, 60, 92, 95].filter((code) => curlCodes.every((row) => row.code !== code)),
      [],
    );
  });
});
