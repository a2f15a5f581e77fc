import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { exitCodeOf, renderers } from '@fivewhys/report';
import * as samples from './samples.ts';

const options = { width: 80, color: false, unicode: true };

describe('the exit status', () => {
  test('is 1 when something wrong was found, however unsure', () => {
    assert.equal(exitCodeOf(samples.proven), 1);
    assert.equal(exitCodeOf(samples.undetermined), 1);
  });

  test('is 0 when nothing was found, or only what is harmless', () => {
    assert.equal(exitCodeOf(samples.nothingFound), 0);
    assert.equal(exitCodeOf(samples.harmless), 0);
  });

  test('is 1 when something wrong stands beside what is harmless', () => {
    assert.equal(exitCodeOf(samples.mixed), 1);
  });

  test('is 3 when no input could be read at all', () => {
    assert.equal(exitCodeOf(samples.unreadable), 3);
  });

  test('follows the findings when one input of several could not be read', () => {
    assert.equal(exitCodeOf(samples.damaged), 0);
    assert.equal(exitCodeOf({ ...samples.proven, unreadable: samples.unreadable.unreadable }), 1);
  });

  test('is the same in every format', () => {
    for (const [name, sample] of Object.entries(samples.samples)) {
      for (const render of Object.values(renderers)) {
        assert.equal(render(sample, options).exitCode, exitCodeOf(sample), name);
      }
    }
  });
});
