import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { zstdCompressSync } from 'node:zlib';
import { usageFormats } from '@fivewhys/usage';
import { createProgram } from '../src/program.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'fivewhys-usage-command-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const line = (account: string, minute: number, cost: number) =>
  `${JSON.stringify({ time: new Date(Date.UTC(2026, 2, 1, 10, minute)).toISOString(), method: 'GET', path: '/', status: 200, x_usage_request_cost: cost.toFixed(2), x_usage_account: account })}\n`;
const lines = Array.from({ length: 600 }, (_, index) =>
  line(`account-${index % 20}`, index % 120, 1 + (index % 5)),
).join('');
const access = join(folder, 'access.log');
const packed = join(folder, 'access.log.1.zst');
writeFileSync(access, lines);
writeFileSync(packed, zstdCompressSync(lines));

function usage(args: readonly string[], options: { input?: string; env?: Record<string, string> } = {}) {
  return spawnSync(process.execPath, ['--conditions=@fivewhys/source', main, 'usage', ...args], {
    encoding: 'utf8',
    input: options.input ?? '',
    env: { ...process.env, COLUMNS: '80', ...options.env },
  });
}

describe('fivewhys usage', () => {
  it('reads logs together, packed or not, and standard input', () => {
    const { status, stdout, stderr } = usage([access, packed, '-', '--format', 'json'], { input: lines });
    assert.deepEqual([status, stderr], [0, '']);
    const { totals, inputs } = JSON.parse(stdout);
    assert.deepEqual([totals.requests, totals.accounts, inputs.length], [1800, 20, 3]);
  });

  it('knows the formats that the package knows', () => {
    const command = createProgram().commands.find((one) => one.name() === 'usage');
    const format = command?.options.find(({ long }) => long === '--format');
    assert.deepEqual(format?.argChoices, usageFormats);
  });

  it('keeps to eighty columns, without colours where there is no terminal', () => {
    const { stdout } = usage([access, '--recommend', '--simulate', '5/10m']);
    assert(!stdout.includes('\u001b'));
    for (const text of stdout.split('\n')) assert(text.length <= 80 || text.includes('--simulate'), text);
    assert.match(stdout, /No limit can be recommended/);
    assert.match(stdout, /would have throttled 16 accounts of 20: 288 requests of 600/);
  });

  it('says what is wrong with an option, and ends with 2', () => {
    for (const [args, wrong] of [
      [['--window', 'soon'], /a time is a number/],
      [['--window', '10ms'], /a time is a number/],
      [['--window', '0.5'], /windowMs is 500; it must be a second or more \(USAGE_OPTION_INVALID\)/],
      [['--percentile', '100'], /between 0 and 100 \(USAGE_OPTION_INVALID\)/],
      [['--simulate', '0/1h'], /a limit is UNITS/],
      [['--simulate', '5/'], /a limit is UNITS/],
      [['--incident', '2026-03-01T10:00'], /it is FROM..TO/],
      [['--incident', '2026-03-01T11:00Z..2026-03-01T10:00Z'], /the earlier first/],
      [['--top', '0'], /whole number from 1/],
    ] as const) {
      const { status, stderr, stdout } = usage([access, ...args]);
      assert.deepEqual([status, stdout], [2, ''], args.join(' '));
      assert.match(stderr, wrong);
    }
  });

  it('ends with 3 where nothing could be read, and with 0 where something could', () => {
    const { status, stdout } = usage([join(folder, 'gone')]);
    assert.equal(status, 3);
    assert.match(stdout, /No input could be read[\s\S]*no such file\s+\(USAGE_INPUT_NOT_READABLE\)/);
    assert.equal(usage([join(folder, 'gone'), access]).status, 0);
    const csv = usage([join(folder, 'gone'), access, '--format', 'csv']);
    assert.match(csv.stderr, /gone: not read: no such file/);
  });

  it('ends with 1 for an incident in which the load rose, in UTC whatever the zone', () => {
    const log = join(folder, 'incident.log');
    const dear = Array.from({ length: 20 }, () => line('scraper', 90, 500)).join('');
    writeFileSync(log, lines + dear);
    for (const span of ['2026-03-01T11:20..2026-03-01T11:40', '2026-03-01T12:20+01:00..2026-03-01T12:40+01:00']) {
      const { status, stdout } = usage([log, '--incident', span], { env: { TZ: 'America/New_York' } });
      assert.equal(status, 1);
      assert.match(stdout, /costly-accounts: likely[\s\S]*scraper/);
    }
  });

  it('leaves nothing in the temporary folder when it is ended by a signal', async () => {
    const temporary = mkdtempSync(join(folder, 'tmp-'));
    const child = spawn(process.execPath, ['--conditions=@fivewhys/source', main, 'usage', '-'], {
      stdio: ['pipe', 'ignore', 'pipe'],
      env: { ...process.env, TMPDIR: temporary },
    });
    child.stdin.write(lines);
    const ours = () => readdirSync(temporary).filter((name) => name.startsWith('fivewhys-usage-'));
    while (ours().length === 0) await sleep(20);
    child.kill('SIGTERM');
    const signal = await new Promise((resolve) => child.once('close', (_, by) => resolve(by)));
    assert.equal(signal, 'SIGTERM');
    assert.deepEqual(ours(), []);
  });

  it('is quiet when its reader leaves early', async () => {
    const child = spawn(
      process.execPath,
      ['--conditions=@fivewhys/source', main, 'usage', access, '--format', 'json'],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let errors = '';
    child.stderr.on('data', (bytes: Buffer) => {
      errors += bytes.toString();
    });
    child.stdout.destroy();
    const status = await new Promise((resolve) => child.once('close', resolve));
    assert.deepEqual([status, errors], [0, '']);
  });
});

describe('the command', () => {
  it('loads neither usage nor its database for anything else, and of the throttle what tells its records', () => {
    const probe = `
      import { registerHooks } from 'node:module';
      const loaded = [];
      registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
      const { run } = await import(${JSON.stringify(new URL('../src/run.ts', import.meta.url).href)});
      await run(['causes', 'half-open', '--format', 'json']);
      process.stderr.write(loaded.filter((url) => /duckdb|packages\\/(usage|throttle\\/(?!src\\/whys(\\/looks|[.])))/.test(url)).join());
    `;
    const { stderr, status } = spawnSync(
      process.execPath,
      ['--conditions=@fivewhys/source', '--input-type=module', '-e', probe],
      { encoding: 'utf8' },
    );
    assert.deepEqual([status, stderr], [0, '']);
  });
});
