import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, test } from 'node:test';

const script = join(import.meta.dirname, '..', 'tools', 'debian-packages.sh');
const asRoot = { skip: process.getuid?.() !== 0 && 'needs root, as apt-get does' };

describe('the Debian packages that tests call', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fivewhys-debian-'));
    chmodSync(folder, 0o755);
    mkdirSync(join(folder, 'bin'));
    writeFileSync(join(folder, 'list'), '# what tests call\n\nzstd      compresses\ntcpdump   reads\n');
    writeFileSync(join(folder, 'script'), readFileSync(script));
    tool('dpkg-query', 'case $3 in zstd) echo installed ;; *) exit 1 ;; esac');
    tool('apt-get', `echo "$*" >> ${folder}/calls`);
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function tool(name: string, body: string): void {
    writeFileSync(join(folder, 'bin', name), `#!/bin/bash\n${body}\n`, { mode: 0o755 });
  }

  function install(options: { readonly uid?: number } = {}) {
    const command = `PATH=${folder}/bin; POLICY_RC_D=${folder}/policy; . ${folder}/script; install_debian_packages ${folder}/list`;
    return spawnSync('/bin/bash', ['--norc', '-uc', command], {
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
      ...options,
    });
  }

  function calls(): string[] {
    const file = join(folder, 'calls');
    return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
  }

  test('the missing ones are installed, after an update, by root', asRoot, () => {
    assert.equal(install().status, 0);
    assert.equal(calls().length, 2);
    assert.match(calls()[0] ?? '', / update$/);
    assert.match(calls()[1] ?? '', / install .*--no-install-recommends tcpdump$/);
  });

  test('no service starts while they are installed, and whether one may is left as it was', asRoot, () => {
    const tools = ['chmod', 'rm'].map((name) => `/bin/${name}`);
    for (const path of tools) symlinkSync(path, join(folder, 'bin', path.slice('/bin/'.length)));
    tool('apt-get', `[ -x ${folder}/policy ] && ${folder}/policy; echo "$?" >> ${folder}/calls`);
    install();
    assert.deepEqual(calls(), ['1', '101']);
    assert.equal(existsSync(join(folder, 'policy')), false);
    writeFileSync(join(folder, 'policy'), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
    install();
    assert.deepEqual(calls().slice(2), ['0', '0']);
    assert.equal(existsSync(join(folder, 'policy')), true);
  });

  test('where nothing is missing, apt-get is not called', () => {
    tool('dpkg-query', 'echo installed');
    const { status, stderr } = install();
    assert.deepEqual([status, stderr, calls()], [0, '', []]);
  });

  test('anybody but root is told how to install them', () => {
    const { status, stderr } = install(process.getuid?.() === 0 ? { uid: 65_534 } : {});
    assert.equal(status, 0);
    assert.match(stderr, /not installed: tcpdump .*sudo apt-get install tcpdump/);
    assert.deepEqual(calls(), []);
  });

  test('an apt-get that fails is a warning', asRoot, () => {
    tool('apt-get', 'exit 100');
    const { status, stderr } = install();
    assert.equal(status, 0);
    assert.match(stderr, /warning: apt-get could not install tcpdump; the tests that need them will be skipped/);
  });

  test('a system without dpkg is left alone', () => {
    rmSync(join(folder, 'bin', 'dpkg-query'));
    const { status, stderr } = install();
    assert.deepEqual([status, stderr, calls()], [0, '', []]);
  });
});
