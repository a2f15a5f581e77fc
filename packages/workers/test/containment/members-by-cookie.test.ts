import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Marks, membersByCookie, newMembers } from '../../src/containment/members-by-cookie.ts';
import { parseStat } from '../../src/process/parse-stat.ts';
import type { ProcessInfo } from '../../src/process/process-info.ts';

const marks: Marks = {
  cookie: 'a',
  sinceTicks: 100,
  groupId: 10,
  groupUntilTicks: undefined,
  seen: [],
};

function info(pid: number, changes: Partial<ProcessInfo> = {}): ProcessInfo {
  return {
    pid,
    name: 'x',
    state: 'S',
    parentPid: 1,
    groupId: pid,
    sessionId: pid,
    startTicks: 200,
    ...changes,
  };
}

const members = (processes: readonly ProcessInfo[], some: Partial<Marks> = {}, cookies: readonly number[] = []) =>
  membersByCookie(processes, { ...marks, ...some }, (pid) => (cookies.includes(pid) ? marks.cookie : 'another'))
    .map(({ pid }) => pid)
    .toSorted((a, b) => a - b);

describe('the members of a worker without a cgroup', () => {
  it('carry its cookie, or are in its group or session', () => {
    const processes = [info(10), info(11, { groupId: 10 }), info(12, { sessionId: 10 }), info(13), info(14)];
    assert.deepEqual(members(processes, {}, [13]), [10, 11, 12, 13]);
  });

  it('are also the children of members, whatever they did to their environment and session', () => {
    assert.deepEqual(members([info(30, { parentPid: 20 }), info(20, { parentPid: 10 }), info(10)]), [10, 20, 30]);
  });

  it('are not what was started before the worker, also with its numbers', () => {
    assert.deepEqual(members([info(11, { groupId: 10, startTicks: 99 })], {}, [11]), []);
  });

  it('are not what joined a group of the same number after the worker ended', () => {
    const processes = [info(11, { groupId: 10, startTicks: 300 }), info(12, { groupId: 10, startTicks: 299 })];
    assert.deepEqual(members(processes, { groupUntilTicks: 299 }), [12]);
  });

  it('are those seen before, by pid and start time', () => {
    const seen = [
      { pid: 40, startTicks: 200 },
      { pid: 41, startTicks: 150 },
    ];
    assert.deepEqual(members([info(40), info(41)], { seen }), [40]);
  });
});

describe('a line of /proc/PID/stat', () => {
  it('is read whatever the name holds', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 15 }), fc.nat(), (name, startTicks) => {
        const fields = ['S', 2, 3, 4, ...Array.from({ length: 15 }, () => 0), startTicks, 9, 8, 0];
        const read = parseStat(`7 (${name}) ${fields.join(' ')}`);
        assert.deepEqual(read, {
          pid: 7,
          name,
          state: 'S',
          parentPid: 2,
          groupId: 3,
          sessionId: 4,
          startTicks,
        });
      }),
    );
  });

  it('that is empty or cut off is none', () => {
    assert.equal(parseStat(''), undefined);
    assert.equal(parseStat('7 (x) S 1 2'), undefined);
  });
});

describe('who is new among the members of a worker', () => {
  const seen = [{ pid: 10, startTicks: 150 }];
  const found = (newcomers: readonly ProcessInfo[], some: Partial<Marks> = {}) =>
    newMembers(newcomers, { ...marks, seen, ...some }, () => undefined).map(({ pid }) => pid);

  it('are children of those that were seen before, at whatever remove, and nobody else', () => {
    assert.deepEqual(
      found([info(31, { parentPid: 30 }), info(30, { parentPid: 10 }), info(32, { parentPid: 9 })]),
      [30, 31],
    );
  });

  it('are not children of what had the pid of a member after it', () => {
    assert.deepEqual(found([info(30, { parentPid: 10, startTicks: 149 })]), []);
  });

  it('are not those that are known already', () => {
    assert.deepEqual(found([info(10, { startTicks: 150 })]), []);
  });
});
