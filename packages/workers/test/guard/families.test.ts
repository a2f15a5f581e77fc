import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Births } from '../../src/guard/births.ts';
import { type Family, followFamilies } from '../../src/guard/families.ts';
import { judgeOrphans } from '../../src/guard/judge-orphans.ts';
import { traceLineOf } from '../../src/guard/trace-line.ts';
import type { ProcessInfo } from '../../src/process/process-info.ts';

function info(pid: number, parentPid: number, startTicks = pid): ProcessInfo {
  return { pid, parentPid, startTicks, name: 'x', state: 'S', groupId: 0, sessionId: 0 };
}
const matching =
  (...pids: readonly number[]) =>
  ({ pid }: ProcessInfo) =>
    pids.includes(pid) ? 'worker' : undefined;

describe('a family', () => {
  it('is a parent that matches with all that it started, at whatever remove', () => {
    const { families } = followFamilies([], [info(10, 1), info(11, 10), info(12, 11), info(20, 1)], matching(10, 20));
    assert.deepEqual(
      families.map(({ parent, descendants }) => [parent.pid, descendants.map(({ pid }) => pid)]),
      [[10, [11, 12]]],
    );
  });

  it('is one also where children match like their parent, as forked workers do', () => {
    const { families } = followFamilies([], [info(10, 1), info(11, 10), info(12, 11)], matching(10, 11, 12));
    assert.deepEqual(
      families.map(({ parent }) => parent.pid),
      [10],
    );
  });

  it('keeps who left it, and does not take in who got the number of one that ended', () => {
    const begun = followFamilies([], [info(10, 1), info(11, 10), info(12, 10)], matching(10)).families;
    const later = [info(10, 1), info(11, 1), info(12, 1, 500), info(13, 12, 501)];
    const { families } = followFamilies(begun, later, matching(10));
    assert.deepEqual(
      families[0]?.descendants.map(({ pid }) => pid),
      [11],
    );
  });

  it('whose parent is gone leaves its orphans, also when the number of the parent is in use again', () => {
    const begun = followFamilies([], [info(10, 1), info(11, 10), info(12, 11)], matching(10)).families;
    const { families, bereaved } = followFamilies(begun, [info(10, 1, 900), info(11, 1), info(12, 11)], matching());
    assert.deepEqual(families, []);
    assert.deepEqual(
      bereaved[0]?.orphans.map(({ pid }) => pid),
      [11, 12],
    );
  });
});

describe('the orphans of a parent', () => {
  const family: Family = { parent: { pid: 1, startTicks: 0 }, command: '', sinceTicks: 1000, descendants: [] };
  const bereavement = { ...family, orphans: [] };
  const judge = (signal: string | undefined, endedAtTicks: number) =>
    judgeOrphans(bereavement, signal, endedAtTicks, { waitMs: 5000 });

  it('that crashed are ended at once, however short it lived', () => {
    assert.deepEqual(judge('SIGABRT', 1001), { spare: false, waitMs: 0, atOnce: true });
    assert.deepEqual(judge('SIGKILL', 1001), { spare: false, waitMs: 0, atOnce: false });
  });

  it('that may have ended on purpose get time, and are let be when it had only begun', () => {
    for (const signal of [undefined, 'SIGTERM']) {
      assert.deepEqual(judge(signal, 1200), { spare: false, waitMs: 5000, atOnce: false });
      assert.equal(judge(signal, 1199).spare, true);
    }
  });
});

describe('a line of the trace', () => {
  it('tells of forks, signals and ends, whatever a process calls itself', () => {
    const lines = [
      '            bash-6779    [001] ..... 47759.762479: sched_process_fork: comm=a pid=1 b pid=6779 child_comm=x child_pid=6802',
      '       Web Server-6808    [001] d..1. 47759.857707: signal_generate: sig=6 errno=0 code=-6 comm=node pid=6810 grp=1 res=0',
      '             tsc-6810    [000] ..... 47759.794921: sched_process_exit: comm=(sd-pam) pid=6797 prio=120 group_dead=false',
    ];
    assert.deepEqual(lines.map(traceLineOf), [
      { kind: 'fork', pid: 6779, childPid: 6802 },
      { kind: 'signal', signal: 6, pid: 6810, sender: 6808 },
      { kind: 'exit', pid: 6797 },
    ]);
  });

  it('of an ignored signal, or of anything else, tells nothing', () => {
    assert.equal(traceLineOf('x-1 [0] ..: signal_generate: sig=15 errno=0 code=0 comm=x pid=2 grp=1 res=1'), undefined);
    assert.equal(traceLineOf('CPU:0 [LOST 12 EVENTS]'), undefined);
  });
});

describe('who started whom', () => {
  it('is known also where those between are gone, and where a thread did it', () => {
    const births = new Births();
    births.born(10, 15); // a thread
    births.born(15, 20);
    births.born(20, 21);
    births.ended(20);
    births.ended(15);
    const [, child] = births.withStarters([info(10, 1), info(21, 1)], new Set());
    assert.equal(child?.parentPid, 10);
  });

  it('does not go over a parent that is watched and has ended', () => {
    const births = new Births();
    births.born(5, 10);
    births.born(10, 20);
    const starters = (watched: readonly number[]) =>
      births.withStarters([info(5, 1), info(20, 1)], new Set(watched))[1]?.parentPid;
    assert.deepEqual([starters([10]), starters([])], [10, 5]);
  });
});
