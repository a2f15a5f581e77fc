import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { untilItComesAbout } from '../run/until-it-comes-about.ts';

describe('a story', () => {
  it('is played with a new attempt each time, until it has come about', async () => {
    const attempts: number[] = [];
    const said: string[] = [];
    const play = async (attempt: number) => attempts.push(attempt) === 3;
    await untilItComesAbout(play, (line) => said.push(line));
    assert.deepEqual(attempts, [0, 1, 2]);
    assert.deepEqual(said, Array(2).fill('did not come about, trying again'));
  });

  it('that goes wrong three times is given up with what went wrong', async () => {
    const said: string[] = [];
    const play = () => Promise.reject(new Error('nobody came'));
    await assert.rejects(
      untilItComesAbout(play, (line) => said.push(line)),
      /nobody came/,
    );
    assert.deepEqual(said, Array(2).fill('nobody came; trying again'));
  });

  it('that never comes about is given up', async () => {
    let attempts = 0;
    const play = async () => ++attempts < 0;
    await assert.rejects(
      untilItComesAbout(play, () => {}),
      /did not come about in 16 attempts/,
    );
    assert.equal(attempts, 16);
  });
});
