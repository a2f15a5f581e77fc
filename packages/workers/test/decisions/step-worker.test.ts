import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Death } from '../../src/death/death.ts';
import { nextTickMs } from '../../src/decisions/next-tick.ts';
import { nextToReplace } from '../../src/decisions/next-to-replace.ts';
import type { Policy } from '../../src/decisions/policy.ts';
import { stepWorker, wantsReplacement } from '../../src/decisions/step-worker.ts';
import { newWorker, type WorkerAction, type WorkerInput, type WorkerModel } from '../../src/decisions/worker-model.ts';

const policy: Policy = {
  restart: 'always',
  backoff: { firstMs: 100, longestMs: 1000, resetAfterMs: 5000 },
  crashLoop: { deaths: 4, withinMs: 10_000 },
  drain: { signal: 'SIGTERM', boundMs: 2000 },
  health: { by: 'ipc' },
  readyWithinMs: 1000,
  aliveWithinMs: 3000,
  memory: { softBytes: 100, hardBytes: 200 },
  rotate: { fromMs: 20_000, toMs: 40_000 },
};

const death = (cause: Death['cause'], askedFor?: Death['askedFor']): Death => ({
  cause,
  claim: '',
  evidence: [],
  abortClass: false,
  ranMs: 50,
  lastLines: [],
  javascriptStack: [],
  ...(askedFor === undefined ? {} : { askedFor }),
});

/** Plays inputs at times; the random number is 0 unless said otherwise. */
function play(steps: readonly (readonly [nowMs: number, input: WorkerInput])[], used = policy, random = 0) {
  let model = newWorker(0);
  const actions: WorkerAction[] = [];
  for (const [nowMs, input] of steps) {
    const step = stepWorker(model, input, used, { nowMs, random });
    model = step.model;
    actions.push(...step.actions);
  }
  return { model, actions, kinds: actions.map(({ kind }) => kind) };
}

const running = [
  [0, { kind: 'tick' }],
  [1, { kind: 'started' }],
  [2, { kind: 'alive' }],
] as const;

describe('a worker', () => {
  it('is ready at its first sign of life, and says after how long', () => {
    const { model, actions } = play(running);
    assert.equal(model.phase.kind, 'ready');
    assert.deepEqual(actions, [{ kind: 'start' }, { kind: 'say-ready', afterMs: 1 }]);
  });

  it('that is not ready in time is killed, and so is one that gives no sign of life', () => {
    const late = play([...running.slice(0, 2), [1000, { kind: 'tick' }], [1001, { kind: 'tick' }]]);
    assert.deepEqual(late.actions.at(-1), { kind: 'kill', because: 'not-ready-in-time' });
    const silent = play([...running, [3001, { kind: 'tick' }], [3002, { kind: 'tick' }]]);
    assert.deepEqual(silent.actions.at(-1), { kind: 'kill', because: 'heartbeat-missed' });
    assert.equal(play([...running, [3001, { kind: 'alive' }], [3002, { kind: 'tick' }]]).model.phase.kind, 'ready');
  });

  it('that was killed and still runs is killed again a second later', () => {
    const { kinds } = play([...running, [3002, { kind: 'tick' }], [4001, { kind: 'tick' }], [4002, { kind: 'tick' }]]);
    assert.deepEqual(kinds.slice(2), ['kill', 'kill']);
  });

  it('that died is swept first, and starts again only after that and after its wait', () => {
    const { kinds, model } = play([
      ...running,
      [10, { kind: 'ended', death: death('abort') }],
      [11, { kind: 'tick' }],
      [12, { kind: 'swept' }],
      [61, { kind: 'tick' }],
      [62, { kind: 'tick' }],
    ]);
    assert.deepEqual(kinds.slice(2), ['sweep', 'say-restart', 'start']);
    assert.equal(model.instance, 2);
  });

  it('that dies again and again of one cause is given up, and the loop says how often and in what time', () => {
    const once = (atMs: number, cause: Death['cause']): readonly (readonly [number, WorkerInput])[] => [
      [atMs, { kind: 'tick' }],
      [atMs, { kind: 'started' }],
      [atMs, { kind: 'ended', death: death(cause) }],
      [atMs, { kind: 'swept' }],
    ];
    const alike = [0, 2000, 4000, 6000].flatMap((atMs) => once(atMs, 'abort'));
    const { model, actions } = play(alike);
    assert.deepEqual(model.phase, { kind: 'stopped', because: 'crash-loop' });
    assert.deepEqual(actions.at(-1), { kind: 'say-crash-loop', loop: { cause: 'abort', deaths: 4, inMs: 6000 } });
    const mixed = [0, 2000, 4000, 6000].flatMap((atMs, index) => once(atMs, index % 2 === 0 ? 'abort' : 'exit-status'));
    assert.equal(play(mixed).model.phase.kind, 'waiting');
    const slow = [0, 4000, 8000, 12_000].flatMap((atMs) => once(atMs, 'abort'));
    assert.equal(play(slow).model.phase.kind, 'waiting');
  });

  it('beyond the soft limit waits for its turn, beyond the hard one it is killed', () => {
    const soft = play([...running, [5, { kind: 'memory', bytes: 101 }], [6, { kind: 'memory', bytes: 102 }]]);
    assert.deepEqual(soft.actions.slice(2), [{ kind: 'say-soft-limit', bytes: 101 }]);
    assert.ok(wantsReplacement(soft.model, 6));
    const hard = play([...running, [5, { kind: 'memory', bytes: 201 }]]);
    assert.deepEqual(hard.kinds.slice(2), ['say-hard-limit', 'kill']);
    assert.deepEqual(play([...running, [5, { kind: 'memory', bytes: 100 }]]).kinds.length, 2);
  });

  it('is due for rotation at a random time between the two', () => {
    for (const [random, dueMs] of [
      [0, 20_002],
      [0.5, 30_002],
    ] as const) {
      const { model } = play(running, policy, random);
      assert.ok(!wantsReplacement(model, dueMs - 1));
      assert.ok(wantsReplacement(model, dueMs));
    }
  });

  it('that was replaced starts again at once, and its end counts for no loop', () => {
    const { model, kinds } = play([
      ...running,
      [5, { kind: 'turn' }],
      [6, { kind: 'ended', death: death('drained', 'rotation') }],
      [7, { kind: 'swept' }],
      [8, { kind: 'tick' }],
    ]);
    assert.deepEqual(kinds.slice(2), ['drain', 'sweep', 'start']);
    assert.deepEqual(model.deaths, []);
  });

  it('that ends without an error is not started again with restart on-failure', () => {
    const ends = [
      [5, { kind: 'ended', death: death('clean-exit') }],
      [6, { kind: 'swept' }],
    ] as const;
    const { model } = play([...running, ...ends], { ...policy, restart: 'on-failure' });
    assert.deepEqual(model.phase, { kind: 'stopped', because: 'finished' });
    assert.equal(play([...running, ...ends]).model.phase.kind, 'waiting');
  });

  it('asked to stop while it is being started is drained when it has', () => {
    const { kinds } = play([
      [0, { kind: 'tick' }],
      [1, { kind: 'stop', because: 'stop' }],
      [2, { kind: 'started' }],
      [2003, { kind: 'tick' }],
    ]);
    assert.deepEqual(kinds, ['start', 'drain', 'kill']);
  });
});

const anyInput: fc.Arbitrary<WorkerInput> = fc.oneof(
  { arbitrary: fc.constant({ kind: 'tick' } as const), weight: 6 },
  { arbitrary: fc.constant({ kind: 'started' } as const), weight: 3 },
  { arbitrary: fc.constant({ kind: 'alive' } as const), weight: 3 },
  { arbitrary: fc.constant({ kind: 'swept' } as const), weight: 3 },
  fc.record({
    kind: fc.constant('ended' as const),
    death: fc.constantFrom(death('abort'), death('clean-exit'), death('drained', 'rotation')),
  }),
  fc.record({ kind: fc.constant('memory' as const), bytes: fc.nat(300) }),
  fc.constant({ kind: 'turn' } as const),
  fc.constant({ kind: 'replace', because: 'reload' } as const),
);
const anyHistory = fc.array(fc.tuple(fc.nat(2000), anyInput, fc.double({ min: 0, max: 0.999, noNaN: true })), {
  maxLength: 80,
});

describe('whatever happens to a worker', () => {
  it('nothing is started before the one before has ended and is swept', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        let model = newWorker(0);
        let nowMs = 0;
        let isThere = false;
        for (const [passedMs, input, random] of history) {
          if (!isPossible(model, input)) continue;
          nowMs += passedMs;
          const { model: next, actions } = stepWorker(model, input, policy, { nowMs, random });
          if (input.kind === 'swept') isThere = false;
          for (const { kind } of actions) {
            if (kind !== 'start') continue;
            assert.ok(!isThere);
            isThere = true;
          }
          model = next;
        }
      }),
    );
  });

  it('a tick before the next one that may matter changes nothing', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        let model = newWorker(0);
        let nowMs = 0;
        for (const [passedMs, input, random] of history) {
          if (!isPossible(model, input)) continue;
          nowMs += passedMs;
          if (nowMs < nextTickMs(model, policy)) {
            assert.deepEqual(stepWorker(model, { kind: 'tick' }, policy, { nowMs, random }), { model, actions: [] });
          }
          model = stepWorker(model, input, policy, { nowMs, random }).model;
        }
      }),
    );
  });

  it('after a stop it comes to rest: every death is swept, nothing is started, and who hangs is killed', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        let model = newWorker(0);
        let nowMs = 0;
        const step = (input: WorkerInput) => {
          const { model: next, actions } = stepWorker(model, input, policy, { nowMs, random: 0.5 });
          model = next;
          return actions.map(({ kind }) => kind);
        };
        for (const [passedMs, input] of history) {
          if (!isPossible(model, input)) continue;
          nowMs += passedMs;
          step(input);
        }
        const after = [...step({ kind: 'stop', because: 'stop' }), ...step({ kind: 'started' })];
        nowMs += policy.drain.boundMs;
        after.push(...step({ kind: 'tick' }));
        if (model.phase.kind !== 'stopped' && model.phase.kind !== 'sweeping') {
          assert.equal(model.phase.kind, 'killed');
          after.push(...step({ kind: 'ended', death: death('killed-from-outside') }));
        }
        step({ kind: 'swept' });
        assert.equal(model.phase.kind, 'stopped');
        assert.ok(!after.includes('start'));
      }),
    );
  });
});

/** What the rim can report in this phase: nothing ends that was not started. */
function isPossible({ phase }: WorkerModel, { kind }: WorkerInput): boolean {
  if (kind === 'ended') return phase.kind !== 'waiting';
  return true;
}

describe('of the workers of a kind', () => {
  const ready = (rotateAtMs: number | undefined): WorkerModel => ({
    ...newWorker(0),
    phase: { kind: 'ready', startedMs: 0, aliveMs: 0, rotateAtMs, replace: undefined },
  });
  const waiting = newWorker(100);
  const givenUp: WorkerModel = { ...newWorker(0), phase: { kind: 'stopped', because: 'crash-loop' } };

  it('one at a time is replaced, and only while all others are ready', () => {
    assert.equal(nextToReplace([ready(undefined), ready(50), ready(50)], 50, true), 1);
    assert.equal(nextToReplace([waiting, ready(50)], 50, true), undefined);
    assert.equal(nextToReplace([ready(51), ready(51)], 50, true), undefined);
  });

  it('none is rotated while the lag of the queue grows, but those with another reason are replaced', () => {
    const outdated = stepWorker(ready(50), { kind: 'replace', because: 'reload' }, policy, {
      nowMs: 50,
      random: 0,
    }).model;
    assert.equal(nextToReplace([ready(50), ready(50)], 50, false), undefined);
    assert.equal(nextToReplace([ready(50), outdated], 50, false), 1);
  });

  it('those given up are not waited for', () => {
    assert.equal(nextToReplace([givenUp, ready(50)], 50, true), 1);
  });
});
