import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { workerCauses } from '../../src/whys/causes/index.ts';
import { workerCauseIds } from '../../src/whys.ts';
import { concluded, deathOf, died, line, only, readAll, roundTrip } from './told.ts';

const round = deathOf({ signal: 'SIGABRT' }, roundTrip);
const thrown = (text: string) => deathOf({ code: 1 }, [text, '    at work (/srv/work.js:1:1)', 'Node.js v24.0.0']);

/** What is concluded of deaths of one kind, one a second. */
function of(...deaths: readonly ReturnType<typeof deathOf>[]) {
  return only(concluded(deaths.map((death, index) => died(index * 10, `mail.${index % 2}`, death)).join('\n')));
}

const ruledOut = (finding: ReturnType<typeof of>) => finding.ruledOut.map(({ cause }) => cause);

describe('the catalogue of workers', () => {
  it('has a file for each id, and none besides', () => {
    assert.deepEqual(workerCauses.map(({ id }) => id).toSorted(), workerCauseIds.toSorted());
  });

  it('names in its look-alikes only causes that there are', () => {
    const ids = new Set<string>([...workerCauseIds, 'undetermined']);
    for (const { id, entry } of workerCauses) {
      for (const { cause } of entry.lookAlikes) assert.ok(ids.has(cause), `${cause} in ${id}`);
    }
  });
});

describe('what events of workers show', () => {
  it('a full stack, each from other work, is an unbounded recursion, and its look-alikes are ruled out', () => {
    const other = deathOf({ signal: 'SIGABRT' }, ['working on job 18', ...roundTrip]);
    const finding = of(deathOf({ signal: 'SIGABRT' }, ['working on job 17', ...roundTrip]), other);
    assert.deepEqual([finding.cause, finding.verdict], ['unbounded-recursion', 'proven']);
    assert.match(finding.whys.at(-1)?.claim ?? '', /logger → flags → cache → flags → logger/);
    for (const cause of ['v8-out-of-memory', 'kernel-out-of-memory', 'watchdog-abort', 'poison-job'])
      assert.ok(ruledOut(finding).includes(cause), cause);
    assert.equal(finding.remedies[2]?.commands[0], 'fivewhys layers /srv/shop');
  });

  it('a full stack each time with the same job is not proven: its data may be deeper than the stack', () => {
    const death = deathOf({ signal: 'SIGABRT' }, ['working on job 17', ...roundTrip]);
    const finding = of(death, death, death);
    assert.equal(finding.verdict, 'likely');
    assert.ok(finding.stillPossible.some(({ cause }) => cause === 'poison-job'));
  });

  it("V8's words about the heap are that, and a line that was written over and over is shown", () => {
    const words = 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory';
    const finding = of(
      deathOf({ signal: 'SIGABRT' }, [...Array.from({ length: 9 }, (_, n) => `flag check ${n} failed`), words]),
    );
    assert.deepEqual([finding.cause, finding.verdict], ['v8-out-of-memory', 'proven']);
    assert.match(finding.whys.at(-1)?.claim ?? '', /over and over/);
  });

  it('SIGABRT without words is possibly a watchdog, and with those of gunicorn it is one', () => {
    const silent = of(deathOf({ signal: 'SIGABRT' }, ['all is well']));
    assert.deepEqual([silent.cause, silent.verdict], ['watchdog-abort', 'possible']);
    const gunicorn = of(deathOf({ signal: 'SIGABRT' }, ['[CRITICAL] WORKER TIMEOUT (pid:7)']));
    assert.deepEqual([gunicorn.cause, gunicorn.verdict], ['watchdog-abort', 'proven']);
  });

  it('an assertion that failed is an abort of its own', () => {
    const finding = of(deathOf({ signal: 'SIGABRT' }, ["worker: pool.c:12: Assertion `used > 0' failed."]));
    assert.deepEqual([finding.cause, finding.verdict === 'undetermined'], ['self-abort', false]);
    assert.ok(ruledOut(finding).includes('unbounded-recursion'));
  });

  it('SIGKILL is the kernel only where its counter says so', () => {
    const kernel = {
      ...deathOf({ signal: 'SIGKILL' }),
      cause: 'kernel-out-of-memory' as const,
      evidence: ['memory.events counts 1 oom_kill'],
    };
    assert.deepEqual([of(kernel).cause, of(kernel).verdict], ['kernel-out-of-memory', 'proven']);
    const onMachine = { ...kernel, evidence: ['/proc/vmstat counts 1 oom_kill in the 2.5 s before'] };
    assert.deepEqual([of(onMachine).cause, of(onMachine).verdict], ['kernel-out-of-memory', 'likely']);
    const uncounted = { ...deathOf({ signal: 'SIGKILL' }), evidence: ['ended by SIGKILL'] };
    assert.deepEqual([of(uncounted).cause, of(uncounted).verdict], ['ended-from-outside', 'likely']);
    assert.ok(of(uncounted).stillPossible.some(({ cause }) => cause === 'kernel-out-of-memory'));
    const counted = of(deathOf({ signal: 'SIGKILL' }));
    assert.deepEqual([counted.cause, counted.verdict], ['ended-from-outside', 'proven']);
  });

  it('connections that failed are a broker that is down, and not a job', () => {
    const finding = of(
      thrown('Error: connect ECONNREFUSED 127.0.0.1:6379'),
      thrown('Error: connect ECONNREFUSED 127.0.0.1:6379'),
    );
    assert.deepEqual([finding.cause, finding.verdict], ['broker-down', 'proven']);
  });

  it('deaths while the queue can’t be read leave a broker that is down possible, and deaths after that don’t', () => {
    const unread = line(10, { event: 'queue-unreadable', kind: 'mail', because: 'no answer within 1000 ms' });
    const back = line(60, { event: 'queue-figures', kind: 'mail', figures: { lag: 1 } });
    const dying = (afterS: number) => died(afterS, 'mail.0', thrown('Error: no mail to send'));
    const during = only(concluded([unread, dying(20), back].join('\n')));
    assert.ok([during.cause, ...during.stillPossible.map(({ cause }) => cause)].includes('broker-down'));
    const later = only(concluded([unread, back, dying(90)].join('\n')));
    assert.ok(ruledOut(later).includes('broker-down'), JSON.stringify(later.stillPossible));
  });

  it('three deaths of two workers with the same job are a poison job; with different jobs they are not', () => {
    const same = of(...[1, 2, 3].map(() => thrown('Error: job 4711 has no customer')));
    assert.deepEqual([same.cause, same.verdict], ['poison-job', 'proven']);
    const different = of(...[1, 2, 3].map((n) => thrown(`Error: job 471${n} has no customer`)));
    assert.equal(different.cause, 'failed-exit');
    assert.ok(ruledOut(different).includes('poison-job'));
  });

  it('deaths that begin with a reload are suspected of it, and those before it are not', () => {
    const quiet = line(0, {
      event: 'supervisor-started',
      pid: 9,
      containment: 'cookie',
      countsMemory: false,
      promise: 'none',
    });
    const reload = line(600, { event: 'reloaded', added: 0, removed: 0, replaced: 2 });
    const after = concluded([quiet, reload, died(620, 'mail.0', thrown('Error: no such column'))].join('\n'));
    const suspected = [only(after).cause, ...only(after).stillPossible.map(({ cause }) => cause)];
    assert.ok(suspected.includes('faulty-release'), suspected.join());
    const before = concluded([quiet, died(300, 'mail.0', thrown('Error: no such column')), reload].join('\n'));
    assert.ok(only(before).ruledOut.some(({ cause }) => cause === 'faulty-release'));
  });

  it('workers that were asked to end, or ended by themselves in order, are no finding', () => {
    const drained = { ...deathOf({ code: 0 }), cause: 'drained' as const, askedFor: 'stop' as const };
    assert.deepEqual(concluded([died(1, 'mail.0', drained), died(2, 'mail.1', deathOf({ code: 0 }))].join('\n')), []);
  });

  it('deaths of different sorts are findings of their own, the more frequent first', () => {
    const findings = concluded(
      [died(1, 'mail.0', thrown('Error: a')), died(2, 'mail.0', round), died(3, 'mail.1', round)].join('\n'),
    );
    assert.deepEqual(
      findings.map(({ cause, count }) => [cause, count]),
      [
        ['unbounded-recursion', 2],
        ['failed-exit', 1],
      ],
    );
  });

  it('say why it is not what someone suspected', () => {
    const { whys } = readAll([died(1, 'mail.0', round)]);
    const [finding] = whys.findings('kernel-out-of-memory');
    assert.equal(finding?.whyNot?.outcome, 'ruled-out');
    assert.match(finding?.whyNot?.because[0] ?? '', /SIGKILL/);
  });
});

describe('what a guard saw', () => {
  const guard = line(0, {
    event: 'guard-started',
    pid: 5,
    sees: 'trace',
    match: 'puma',
    dryRun: true,
    promise: 'the kernel tells',
  });
  const parent = (afterS: number, pid: number, by: object, ended = true) =>
    line(afterS, {
      event: 'parent-died',
      pid,
      command: 'puma worker',
      orphans: [{ pid: pid + 1, command: 'sleep', pssBytes: 2 ** 20 }],
      ended,
      killed: ended,
      tookMs: 30,
      left: ended ? 0 : 1,
      ...by,
    });

  it('SIGABRT that a process sent to itself is its own; why, a guard does not see', () => {
    const finding = only(concluded([guard, parent(1, 50, { signal: 'SIGABRT', sentBy: 50 })].join('\n')));
    assert.deepEqual([finding.cause, finding.verdict], ['self-abort', 'likely']);
    assert.ok(finding.ruledOut.some(({ cause }) => cause === 'watchdog-abort'));
    assert.ok(finding.stillPossible.some(({ cause }) => cause === 'unbounded-recursion'));
  });

  it('SIGABRT that another sent is a watchdog', () => {
    const finding = only(concluded([guard, parent(1, 50, { signal: 'SIGABRT', sentBy: 1 })].join('\n')));
    assert.deepEqual([finding.cause, finding.verdict], ['watchdog-abort', 'proven']);
  });

  it('an end that it did not see is undetermined, and rules nothing out that it might have been', () => {
    const finding = only(concluded([guard, parent(1, 50, {}, false)].join('\n')));
    assert.equal(finding.cause, 'undetermined');
    assert.ok(!finding.ruledOut.some(({ cause }) => cause === 'self-abort'));
    assert.ok(finding.next.some(({ command }) => command === "fivewhys guard --match 'puma'"));
  });

  it('and a supervisor, too, is one death', () => {
    const supervised = died(1, 'mail.0', round, 50);
    const finding = only(concluded([supervised, parent(1.2, 50, { signal: 'SIGABRT', sentBy: 50 })].join('\n')));
    assert.deepEqual([finding.cause, finding.count], ['unbounded-recursion', 1]);
    assert.ok(finding.whys.some(({ claim }) => /1 orphan that held 1 MiB/.test(claim)));
  });
});
