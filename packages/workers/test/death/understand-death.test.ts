import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DeathCause } from '../../src/death/death.ts';
import { type DeathTraces, understandDeath } from '../../src/death/understand-death.ts';

const traces: DeathTraces = {
  exit: { code: 0, signal: null },
  ranMs: 1000,
  lastLines: [],
  kernelKills: { inCell: { count: 0 } },
  report: undefined,
  core: undefined,
  askedFor: undefined,
  killedBecause: undefined,
  startError: undefined,
};
const signal = (name: NodeJS.Signals) => ({ exit: { code: null, signal: name } }) as const;
const status = (code: number) => ({ exit: { code, signal: null } }) as const;
const unseen = { exit: { code: null, signal: null } } as const;
const abortLines = [
  '----- Native stack trace -----',
  '----- JavaScript stack trace -----',
  '1: log (/app/logger.js:7:3)',
];
const heapLines = ['FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory', ...abortLines];
const report = { path: 'r.json', trigger: 'OOMError', event: 'x', javascriptStack: [] };

const cases: readonly (readonly [what: string, traces: Partial<DeathTraces>, cause: DeathCause])[] = [
  ['exit status 0', {}, 'clean-exit'],
  ['exit status 3', status(3), 'exit-status'],
  ['SIGABRT with a stack', { ...signal('SIGABRT'), lastLines: abortLines }, 'abort'],
  ['128 + SIGABRT, of a shell', { ...status(134), lastLines: abortLines }, 'abort'],
  ['SIGABRT without a word', signal('SIGABRT'), 'abort-from-outside'],
  [
    'SIGABRT by gunicorn',
    { ...signal('SIGABRT'), lastLines: ['[CRITICAL] WORKER TIMEOUT (pid:7)'] },
    'abort-from-outside',
  ],
  ['SIGABRT of a full heap', { ...signal('SIGABRT'), lastLines: heapLines }, 'v8-out-of-memory'],
  ['SIGABRT of a full heap, by its report', { ...signal('SIGABRT'), report }, 'v8-out-of-memory'],
  [
    'SIGKILL that memory.events counts',
    { ...signal('SIGKILL'), kernelKills: { inCell: { count: 1 } } },
    'kernel-out-of-memory',
  ],
  ['SIGKILL that it does not count', signal('SIGKILL'), 'killed-from-outside'],
  ['SIGSEGV', signal('SIGSEGV'), 'crash-signal'],
  ['SIGTRAP', signal('SIGTRAP'), 'crash-signal'],
  ['SIGTERM of someone else', signal('SIGTERM'), 'terminated-from-outside'],
  ['SIGUSR2', signal('SIGUSR2'), 'other-signal'],
  ['an end that we asked for', { ...signal('SIGTERM'), askedFor: 'stop' }, 'drained'],
  ['a hang in it', { ...signal('SIGKILL'), askedFor: 'stop', killedBecause: 'drain-timed-out' }, 'drain-timed-out'],
  ['our hard limit', { ...signal('SIGKILL'), killedBecause: 'hard-memory-limit' }, 'hard-memory-limit'],
  ['a program that is not there', { ...unseen, startError: 'spawn nope ENOENT' }, 'cannot-start'],
  [
    'the same, by the shell of a cgroup',
    { ...status(127), lastLines: ['/bin/sh: 1: exec: nope: not found'] },
    'cannot-start',
  ],
  ['exit status 127 of its own', status(127), 'exit-status'],
  [
    'an uncaught exception',
    { ...status(1), lastLines: ['TypeError: x is not a function', '    at a.js:1:1', 'Node.js v24.1.0'] },
    'uncaught-exception',
  ],
  ['an end that nobody saw', unseen, 'unknown'],
  ['an abort that nobody saw', { ...unseen, lastLines: abortLines }, 'abort'],
  ['a full heap that nobody saw', { ...unseen, report }, 'v8-out-of-memory'],
];

describe('a death is understood', () => {
  for (const [what, some, cause] of cases) {
    it(`${what}: ${cause}`, () => {
      assert.equal(understandDeath({ ...traces, ...some }).cause, cause);
    });
  }

  it('with its evidence: the line, the signal, the first frame of the stack', () => {
    const {
      evidence,
      abortClass,
      signal: name,
      javascriptStack,
    } = understandDeath({ ...traces, ...signal('SIGABRT'), lastLines: heapLines });
    assert.deepEqual(evidence, [
      heapLines[0],
      'ended by SIGABRT',
      'the JavaScript stack on standard error begins with 1: log (/app/logger.js:7:3)',
    ]);
    assert.deepEqual([abortClass, name, javascriptStack], [true, 'SIGABRT', ['1: log (/app/logger.js:7:3)']]);
  });

  it('no kernel is excluded where nobody counts', () => {
    const counted = understandDeath({ ...traces, ...signal('SIGKILL') }).claim;
    const uncounted = understandDeath({ ...traces, ...signal('SIGKILL'), kernelKills: {} }).claim;
    assert.match(counted, /and not the kernel/);
    assert.match(uncounted, /is not excluded/);
  });
});

describe('SIGKILL is the kernel’s', () => {
  const machine = (count: number) => ({ onMachine: { count, withinMs: 2500 } });
  const kernelKills: readonly (readonly [
    what: string,
    told: DeathTraces['kernelKills'],
    cause: DeathCause,
    fact: string,
  ])[] = [
    [
      'where its log names the process',
      { ...machine(1), logged: 'Out of memory: Killed process 7 (node)' },
      'kernel-out-of-memory',
      'kernel log: Out of memory: Killed process 7 (node)',
    ],
    [
      'where the cgroup counts it, with its limit',
      { inCell: { count: 2, limitBytes: 150e6 } },
      'kernel-out-of-memory',
      'memory.events counts 2 oom_kill, and memory.max is 150 MB',
    ],
    [
      'where the machine counted one at that moment',
      machine(1),
      'kernel-out-of-memory',
      '/proc/vmstat counts 1 oom_kill in the 2.5 s before',
    ],
    [
      'not where the machine counted none, whatever the cgroup counted before',
      { inCell: { count: 1 }, ...machine(0) },
      'killed-from-outside',
      '/proc/vmstat counts 0 oom_kill in the 2.5 s before',
    ],
    [
      'not where its log can be read and names another',
      { ...machine(1), logged: '' },
      'killed-from-outside',
      'the kernel log names no kill of it for want of memory',
    ],
  ];
  for (const [what, told, cause, fact] of kernelKills) {
    it(what, () => {
      const death = understandDeath({ ...traces, ...signal('SIGKILL'), kernelKills: told });
      assert.deepEqual([death.cause, death.evidence[0]], [cause, fact]);
    });
  }

  it('also when nobody saw the end, and its log names the process; a count alone is not enough then', () => {
    const logged = 'Memory cgroup out of memory: Killed process 7 (node)';
    assert.equal(understandDeath({ ...traces, ...unseen, kernelKills: { logged } }).cause, 'kernel-out-of-memory');
    assert.equal(understandDeath({ ...traces, ...unseen, kernelKills: machine(1) }).cause, 'unknown');
  });
});
