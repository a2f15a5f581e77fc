import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { kindOf, Supervised } from '../fixtures/supervised.ts';

const node = (program: string) => [process.execPath, '-e', program] as const;

describe('a worker that dies', () => {
  it('of a full heap is told by V8, with its report, and the report holds no values of the environment', async () => {
    const program =
      'const all = []; const grow = () => { for (;;) all.push(new Array(1000).fill(all.length)); }; grow();';
    const command = [process.execPath, '--max-old-space-size=20', '-e', program] as const;
    await using supervised = await Supervised.start([kindOf(command, { env: { SHOP_SETTING: 'hunter-2' } })]);
    const { death } = await supervised.next('worker-died');
    assert.equal(death.cause, 'v8-out-of-memory');
    assert.equal(death.signal, 'SIGABRT');
    assert.ok((death.report?.heapLimitBytes ?? 0) > 15e6, JSON.stringify(death.report));
    const path = death.report?.path ?? assert.fail();
    assert.ok(existsSync(path));
    assert.doesNotMatch(readFileSync(path, 'utf8'), /hunter-2/);
  });

  it('of process.abort() is told with the JavaScript stack of the abort', async () => {
    await using supervised = await Supervised.start([kindOf(node('function deep() { process.abort(); } deep();'))]);
    const { death } = await supervised.next('worker-died');
    assert.equal(death.cause, 'abort');
    assert.match(death.javascriptStack[0] ?? '', /deep \(\[eval\]:1:/);
    assert.match(supervised.output, /JavaScript stack trace/);
  });

  it('of unbounded recursion is told with the error and its frames', async () => {
    const program = 'const log = (m) => isOn("log"); const isOn = (f) => log(f); log("begin");';
    await using supervised = await Supervised.start([kindOf(node(program))]);
    const { death } = await supervised.next('worker-died');
    assert.equal(death.cause, 'uncaught-exception');
    assert.match(death.evidence[0] ?? '', /RangeError: Maximum call stack size exceeded/);
    assert.ok(
      death.javascriptStack.some((line) => line.startsWith('at isOn')),
      death.javascriptStack.join('\n'),
    );
  });

  it('of a signal of its shell is told by that signal', async () => {
    const command = [
      '/bin/sh',
      '-c',
      `'${process.execPath}' -e 'process.kill(process.pid, "SIGSEGV"); setTimeout(() => {}, 1e5)'; exit $?`,
    ] as const;
    await using supervised = await Supervised.start([kindOf(command)]);
    const { death } = await supervised.next('worker-died');
    assert.deepEqual([death.cause, death.signal, death.exitCode], ['crash-signal', 'SIGSEGV', 139]);
    assert.ok(death.abortClass);
  });

  it('because its program is not there is told so, and is given up', async () => {
    const crashLoop = { deaths: 2, withinMs: 60_000 };
    await using supervised = await Supervised.start([kindOf(['/no/such/program'], { crashLoop })]);
    const { cause, deaths } = await supervised.next('crash-loop');
    assert.deepEqual([cause, deaths], ['cannot-start', 2]);
    assert.deepEqual(await supervised.supervisor.ended, { because: 'crash-loop' });
  });

  it('because its folder is not there, too', async () => {
    const crashLoop = { deaths: 1, withinMs: 60_000 };
    await using supervised = await Supervised.start([kindOf(node(''), { crashLoop, cwd: '/no/such/folder' })]);
    assert.equal((await supervised.next('crash-loop')).cause, 'cannot-start');
    assert.equal((await supervised.next('worker-died')).death.evidence[0], 'its folder /no/such/folder is not there');
  });

  it('takes what looks like a secret out of the last lines', async () => {
    const program = 'console.error("connecting with DB_PASSWORD=hunter2"); process.exit(4);';
    await using supervised = await Supervised.start([kindOf(node(program))]);
    const { death } = await supervised.next('worker-died');
    assert.deepEqual(death.lastLines, ['connecting with DB_PASSWORD=[redacted]']);
  });

  it('when the work is done is not started again with restart on-failure', async () => {
    await using supervised = await Supervised.start([kindOf(node(''), { restart: 'on-failure' })]);
    assert.deepEqual(await supervised.supervisor.ended, { because: 'finished' });
    assert.equal(supervised.all('worker-started').length, 1);
  });
});
