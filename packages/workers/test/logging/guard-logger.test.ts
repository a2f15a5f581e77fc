import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DestinationStream, type Logger, pino } from 'pino';
import winston from 'winston';
import { guardLogger, logGuardCounts } from '../../src/logging.ts';

/** Keeps what pino writes. */
function sink(): DestinationStream & { readonly lines: Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = [];
  return { lines, write: (text: string) => void lines.push(JSON.parse(text)) };
}

describe('a guarded pino', () => {
  it('writes what pino writes, children and levels of its own included', () => {
    const out = sink();
    const log = guardLogger(pino({ base: null, timestamp: false, customLevels: { audit: 35 } }, out));
    log.info({ a: 1 }, 'one %s', 'two');
    log.child({ part: 'mail' }).warn('three');
    log.audit('four');
    log.debug('not at this level');
    log.level = 'debug';
    log.debug('five');
    assert.deepEqual(
      out.lines.map(({ msg, level, a, part }) => [msg, level, a ?? part]),
      [
        ['one two', 30, 1],
        ['three', 40, 'mail'],
        ['four', 35, undefined],
        ['five', 20, undefined],
      ],
    );
    assert.ok(log.isLevelEnabled('debug'));
    assert.deepEqual(logGuardCounts(log), { reentries: 0, failures: 0 });
  });

  it('cuts a mixin that logs, and the line itself is written', () => {
    const out = sink();
    const mixin = () => {
      log.error('flag check failed');
      return { beta: false };
    };
    const log: Logger = guardLogger(pino({ mixin }, out));
    log.info('hello');
    assert.deepEqual(
      out.lines.map(({ msg, beta }) => [msg, beta]),
      [['hello', false]],
    );
    assert.deepEqual(logGuardCounts(log), { reentries: 1, failures: 0 });
  });

  it('cuts what comes round later on the same asynchronous path, and nothing else', async () => {
    const out = sink();
    let isOn: () => Promise<void> = async () => {};
    const mixin = () => {
      void isOn();
      return {};
    };
    const log = guardLogger(pino({ mixin }, out));
    isOn = async () => {
      await sleep(5);
      log.error('flag check failed');
    };
    log.info('one');
    await sleep(20);
    log.info('two');
    await sleep(20);
    assert.deepEqual(
      out.lines.map(({ msg }) => msg),
      ['one', 'two'],
    );
    assert.equal(logGuardCounts(log)?.reentries, 2);
  });

  it('keeps what a mixin throws from the caller', () => {
    const log = guardLogger(
      pino(
        {
          mixin: () => {
            throw new Error('no');
          },
        },
        sink(),
      ),
    );
    log.info('hello');
    assert.deepEqual(logGuardCounts(log), { reentries: 0, failures: 1 });
  });

  it('cuts by another guarded logger, too', () => {
    const out = sink();
    const other = guardLogger(pino({}, out));
    const mixin = () => {
      other.error('x');
      return {};
    };
    const log = guardLogger(pino({ mixin }, sink()));
    log.info('hello');
    assert.deepEqual(out.lines, []);
    assert.equal(logGuardCounts(other)?.reentries, 1);
  });
});

describe('a guarded winston', () => {
  it('cuts a format that logs, and keeps what one throws from the caller', () => {
    const lines: string[] = [];
    const stream = new Writable({
      write: (chunk, _, done) => {
        lines.push(String(chunk).trim());
        done();
      },
    });
    const format = winston.format((info) => {
      if (info.message === 'throw') throw new Error('no');
      log.error('flag check failed');
      return info;
    });
    const log: winston.Logger = guardLogger(
      winston.createLogger({
        format: winston.format.combine(format(), winston.format.simple()),
        transports: [new winston.transports.Stream({ stream })],
      }),
    );
    log.info('hello').warn('again');
    log.info('throw');
    assert.deepEqual(lines, ['info: hello', 'warn: again']);
    assert.deepEqual(logGuardCounts(log), { reentries: 2, failures: 1 });
  });
});

describe('without the guard', () => {
  const run = (guard: boolean) => {
    const entry = join(import.meta.dirname, '../../src/logging.ts');
    const program = `
      import { pino } from 'pino';
      import { guardLogger } from '${entry}';
      const isOn = () => { log.error('memcached is gone'); return false; };
      const made = pino({ mixin: () => ({ beta: isOn() }) });
      const log = ${guard ? 'guardLogger(made)' : 'made'};
      for (let i = 0; i < 5; i += 1) log.info('hello');
    `;
    return spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      cwd: import.meta.dirname,
      encoding: 'utf8',
    });
  };

  it('the process dies of it; with it the lines are there, and raw ones tell of the rest by powers of two', () => {
    assert.notEqual(run(false).status, 0);
    const { status, stdout, stderr } = run(true);
    assert.equal(status, 0);
    assert.equal(stdout.match(/"msg":"hello"/g)?.length, 5);
    const raw = stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      raw,
      [1, 2, 4].map((count) => ({
        fivewhys: 'log-guard',
        what: 'logging logged',
        count,
        message: 'memcached is gone',
      })),
    );
  });
});
