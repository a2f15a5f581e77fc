import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { Running } from '../fixtures/running.ts';
import { until } from '../fixtures/until.ts';

const folder = mkdtempSync(join(tmpdir(), 'fivewhys-service-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const works = (file: string, ...args: readonly string[]) => spawnSync(file, args, { timeout: 5000 }).status === 0;
const worker = { name: 'w', command: [process.execPath, '-e', 'setInterval(() => {}, 1000)'] };

describe('under systemd', {
  skip: works('systemd-notify', '--version') && works('perl', '-v') ? false : 'needs systemd-notify and perl',
}, () => {
  it('it says when it is ready, that it lives, when it reloads, and that it stops', async () => {
    const path = join(folder, 'notify');
    const listen = `use IO::Socket::UNIX; $| = 1; my $s = IO::Socket::UNIX->new(Type => SOCK_DGRAM, Local => $ARGV[0]) or die;
      print "listening\\n"; while (defined $s->recv(my $m, 4096)) { print "$m\\n" }`;
    const manager = spawn('perl', ['-e', listen, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    let heard = '';
    manager.stdout.on('data', (chunk) => {
      heard += chunk;
    });
    try {
      await until('the manager listens', () => heard.includes('listening'));
      const environment = { NOTIFY_SOCKET: path, WATCHDOG_USEC: '600000' };
      await using running = new Running(
        { name: `sd-${process.pid}`, workers: [worker] },
        join(folder, 'sd'),
        {},
        environment,
      );
      await until(`READY; heard ${heard}`, () => /^READY=1$/m.test(heard));
      await until('a sign of life', () => (heard.match(/^WATCHDOG=1$/gm) ?? []).length >= 2);
      running.process.kill('SIGHUP');
      await until('it reloads, and is ready again', () =>
        /^RELOADING=1\nMONOTONIC_USEC=\d+[\s\S]*^READY=1$/m.test(heard),
      );
      await running.end('SIGTERM');
      await until('STOPPING', () => /^STOPPING=1$/m.test(heard));
    } finally {
      manager.kill('SIGKILL');
    }
  });
});

describe('below a process 1 that does not reap', {
  skip: works('unshare', '-pf', '--mount-proc', 'true') ? false : 'needs root for a pid namespace',
}, () => {
  it('it says so when the first zombie stays', async () => {
    const leaves = `require('node:child_process').spawn('sleep', ['1000']); setTimeout(() => process.abort(), 200);`;
    const workers = [
      { name: 'w', command: [process.execPath, '-e', leaves], crashLoop: { deaths: 100, within: '1m' } },
    ];
    const config = JSON.stringify({ name: `zombies-${process.pid}`, workers });
    const options = JSON.stringify({ stateFolder: join(folder, 'zombies'), containment: { want: 'cookie' } });
    const args = ['--conditions=@fivewhys/source', join(import.meta.dirname, '../fixtures/run.ts'), config, options];
    const start = `require('node:child_process').spawn(process.execPath, ${JSON.stringify(args)}, { stdio: 'inherit' });`;
    const one = spawn('unshare', ['-pf', '--kill-child', '--mount-proc', process.execPath, '-e', start], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let heard = '';
    one.stderr.on('data', (chunk) => {
      heard += chunk;
    });
    try {
      await until('it is said', () => heard.includes('"event":"orphans-not-reaped","pid":1,'), 30_000);
    } finally {
      one.kill('SIGKILL');
    }
  });
});

describe('as process 1 of a container', {
  skip: works('unshare', '-pf', '--mount-proc', 'true') ? false : 'needs root for a pid namespace',
}, () => {
  const run = join(import.meta.dirname, '../fixtures/run.ts');
  const unshare = execFileSync('/bin/sh', ['-c', 'command -v unshare'], { encoding: 'utf8' }).trim();
  const config = JSON.stringify({
    name: `one-${process.pid}`,
    workers: [{ ...worker, command: ['true'], restart: 'on-failure' }],
  });
  const start = (path: string) => {
    const options = JSON.stringify({ stateFolder: join(folder, 'one'), containment: { want: 'cookie' } });
    const args = ['-pf', '--mount-proc', process.execPath, '--conditions=@fivewhys/source', run, config, options];
    return spawnSync(unshare, args, { encoding: 'utf8', env: { ...process.env, PATH: path }, timeout: 20_000 });
  };

  it('without an init it refuses to start, and says what helps', () => {
    const { status, stderr } = start(dirname(process.execPath));
    assert.notEqual(status, 0);
    assert.match(stderr, /INIT_NEEDED/);
    assert.match(stderr, /docker run --init/);
  });

  it('with one it runs under it', () => {
    const inits = join(folder, 'inits');
    execFileSync('mkdir', [inits]);
    // What an init does as far as this test asks: it stays process 1, and ends as its child does.
    writeFileSync(join(inits, 'tini'), '#!/bin/sh\nshift\necho "tini is $$" >&2\n"$@"\nexit $?\n');
    chmodSync(join(inits, 'tini'), 0o755);
    const { status, stderr } = start(`${inits}:${process.env.PATH}`);
    assert.equal(status, 0, stderr);
    assert.match(stderr, /^tini is 1$/m);
    assert.match(stderr, /"event":"supervisor-stopped","because":"finished"/);
  });
});
