import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Explanation } from 'fivewhys';
import { judge } from '../score/judge.ts';
import { scoreTables } from '../score/tables.ts';
import type { Truth, VantageTruth } from '../truth/truth.ts';

const originator: VantageTruth = {
  capture: 'originator.pcap',
  cause: 'half-open',
  streams: [1],
  resets: [{ frame: 9, stream: 1, sentBy: 'responder', kernelReason: 'NO_SOCKET' }],
  frames: 20,
  connections: 3,
};
const truth: Truth = {
  story: 'half-open',
  kernel: 'Linux',
  cause: 'half-open',
  sentBy: 'responder',
  kernelReasons: ['NO_SOCKET'],
  vantages: { originator },
};
const alone = { name: 'originator', vantages: ['originator'], texts: [] } as const;

interface Said {
  readonly cause: string;
  readonly stream?: number;
  readonly verdict?: string;
  readonly sentBy?: string;
  readonly others?: readonly string[];
}

/** Only what is judged. */
function explanationOf(said: readonly Said[]): Explanation {
  const findings = said.map(({ cause, stream = 1, verdict = 'likely', sentBy = 'responder', others = [] }, index) => ({
    id: `f${index + 1}`,
    cause,
    verdict,
    sentBy,
    count: 1,
    subjects: stream < 0 ? [] : [{ input: 0, stream }],
    stillPossible: others.map((other) => ({ cause: other, because: '' })),
  }));
  return { findings } as unknown as Explanation;
}

const outcome = (...said: readonly Said[]) => judge(truth, alone, explanationOf(said)).outcome;

describe('an answer', () => {
  it('is right with the cause and the sender', () => assert.equal(outcome({ cause: 'half-open' }), 'right'));
  it('with another sender is right but for that', () =>
    assert.equal(outcome({ cause: 'half-open', sentBy: 'originator' }), 'sender'));
  it('is second when another cause is named first', () =>
    assert.equal(outcome({ cause: 'restart', others: ['half-open'] }), 'second'));
  it('is second when nothing is determined and it is among the first two', () =>
    assert.equal(outcome({ cause: 'undetermined', others: ['restart', 'half-open'] }), 'second'));
  it('is open when nothing is determined and it comes third', () =>
    assert.equal(outcome({ cause: 'undetermined', others: ['restart', 'late-data', 'half-open'] }), 'open'));
  it('is wrong with another cause', () => assert.equal(outcome({ cause: 'restart' }), 'wrong'));
  it('is wrong when a healthy connection is accused beside', () =>
    assert.equal(outcome({ cause: 'half-open' }, { cause: 'restart', stream: 2 }), 'wrong'));
  it('is wrong when a host is accused of something else', () =>
    assert.equal(outcome({ cause: 'half-open' }, { cause: 'restart', stream: -1 }), 'wrong'));
  it('is as told when it says what packets tell at most', () => {
    const most = (fromPackets: string | null) => ({
      ...truth,
      vantages: { originator: { ...originator, fromPackets } },
    });
    const of = (fromPackets: string | null, ...said: readonly Said[]) =>
      judge(most(fromPackets), alone, explanationOf(said)).outcome;
    assert.equal(of('restart', { cause: 'restart' }), 'as told');
    assert.equal(of('late-data', { cause: 'restart' }), 'wrong');
    assert.equal(of(null), 'as told');
    assert.equal(of(null, { cause: 'restart' }), 'wrong');
    assert.equal(of(null, { cause: 'undetermined', others: ['restart', 'late-data'] }), 'as told');
    assert.equal(of(null, { cause: 'undetermined' }, { cause: 'restart' }), 'wrong');
    assert.equal(of('restart', { cause: 'undetermined' }), 'open');
  });
  it('is missed when nothing is found', () => assert.equal(outcome(), 'missed'));
});

describe('a control', () => {
  const nothing = { ...truth, cause: null, sentBy: null, vantages: { originator: { ...originator, cause: null } } };
  const of = (...said: readonly Said[]) => judge(nothing, alone, explanationOf(said)).outcome;
  it('is right when nothing is found', () => assert.equal(of(), 'right'));
  it('is right when something harmless is', () => assert.equal(of({ cause: 'harmless' }), 'right'));
  it('is wrong when anything else is', () => assert.equal(of({ cause: 'half-open' }), 'wrong'));
});

describe('what is wrongly called proven', () => {
  const proven = (...said: readonly Said[]) => judge(truth, alone, explanationOf(said)).wronglyProven;
  it('is another cause, wherever', () =>
    assert.deepEqual(proven({ cause: 'restart', verdict: 'proven', stream: 2 }), ['restart']));
  it('is harmless, of the story', () =>
    assert.deepEqual(proven({ cause: 'harmless', verdict: 'proven' }), ['harmless']));
  it('is not harmless, of another connection', () =>
    assert.deepEqual(proven({ cause: 'harmless', verdict: 'proven', stream: 2 }), []));
  it('is not the cause', () => assert.deepEqual(proven({ cause: 'half-open', verdict: 'proven' }), []));
});

describe('the tables', () => {
  it('say whether what is wanted is met, and of each answer what it is', () => {
    const right = judge(truth, alone, explanationOf([{ cause: 'half-open' }]));
    const wrong = judge({ ...truth, story: 'other' }, alone, explanationOf([{ cause: 'restart', verdict: 'proven' }]));
    const tables = scoreTables([right, wrong]);
    assert.match(tables, /\| originator \| 2 \| 1 \| 0 \| 0 \| 0 \| 0 \| 0 \| 1 \| 1 \|/);
    assert.match(tables, /first two candidates: 95 of 100 \| 1 of 2; where packets can tell, 1 of 2 \| \*\*no\*\* \|/);
    assert.match(tables, /\| nothing is called proven that is not so \| 1 wrong \| \*\*no\*\* \|/);
    assert.match(
      tables,
      /\| other \| originator \| half-open \| restart proven, by responder \| wrong, \*\*wrongly proven\*\* \|/,
    );
  });
});
