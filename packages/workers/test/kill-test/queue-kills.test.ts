import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { noRedis } from '../fixtures/brokers/redis-server.ts';
import { containments } from '../fixtures/containments.ts';
import { judgeJournal, linesOf } from './journal.ts';
import { runKills } from './run-kills.ts';

describe('the journal of a kill test', () => {
  const judge = (text: string, finished: readonly (readonly [string, number])[] = []) =>
    judgeJournal(linesOf(text), new Map(finished));

  it('allows for what was interrupted to be done again', () => {
    const { violations, ...counts } = judge(
      'begin 1 7 10\nstep 1 7 20\nbegin 1 8 30\nend 1 8 40\nbegin 1 9 50\nend 1 9 60\n',
    );
    assert.deepEqual([violations, counts], [[], { executions: 3, repeatedAfterInterruption: 1, repeatedAfterEnd: 1 }]);
  });

  it('does not allow for two at once, nor for work on what is done', () => {
    assert.equal(judge('begin 1 7 10\nbegin 1 8 20\nstep 1 7 30\n').violations.length, 1);
    assert.equal(judge('begin 1 7 10\nend 1 7 20\nbegin 1 8 40\n', [['1', 30]]).violations.length, 1);
  });
});

/** The full thousand is `npm run kill-test`. */
describe('random kills of parents, workers and supervisor over a real queue', { skip: noRedis }, () => {
  it('lose no job, do none twice beyond what the queue promises, leave no orphan and harm no bystander', async (context) => {
    const [want = 'cookie'] = containments;
    const result = await runKills({ want, kills: 60, boundMs: 25_000, seed: 20_260_302 });
    const { kills, jobs, completed, failed, violations, repeatedAfterInterruption, repeatedAfterEnd } = result;
    const all = kills.supervisor + kills.parent + kills.worker;
    context.diagnostic(`${all} kills, ${jobs} jobs, ${repeatedAfterInterruption} done again`);
    assert.ok(all >= 20, `only ${all} kills in the time`);
    assert.deepEqual([completed, failed], [jobs, 0]);
    assert.deepEqual(violations, []);
    assert.ok(repeatedAfterEnd <= all);
  });
});
