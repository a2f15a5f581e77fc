import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Lockfile, missingOptionalPackages } from '../tools/complete-lockfile.ts';

const lockfile = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package-lock.json'), 'utf8')) as Lockfile;

test('package-lock.json names the packages of every platform, or npm ci refuses it', () => {
  assert.deepEqual([...missingOptionalPackages(lockfile).keys()], [], 'run: node tools/complete-lockfile.ts');
});

test('package-lock.json names no registry, so that it installs from any', () => {
  const addressed = Object.entries(lockfile.packages).filter(([, { resolved }]) =>
    /^\w+:/.test(String(resolved ?? '')),
  );
  assert.deepEqual(
    addressed.map(([path]) => path),
    [],
  );
});

test('a missing package for another platform is described from its name', () => {
  const packages = {
    'node_modules/x': {
      dev: true,
      license: 'MIT',
      optionalDependencies: { 'x-linux-x64-musl': '1.2.3', 'x-win32-ia32': '1.2.3' },
    },
    'node_modules/x-win32-ia32': { version: '1.2.3' },
  };
  assert.deepEqual(Object.fromEntries(missingOptionalPackages({ packages })), {
    'node_modules/x-linux-x64-musl': {
      version: '1.2.3',
      cpu: ['x64'],
      dev: true,
      libc: ['musl'],
      license: 'MIT',
      optional: true,
      os: ['linux'],
      engines: undefined,
    },
  });
});
