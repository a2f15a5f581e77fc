import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '..');

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** One list item of docs/dependencies.md, its lines joined. */
interface Entry {
  readonly name: string;
  readonly text: string;
}

test('every dependency of every package.json has its line in docs/dependencies.md', () => {
  const documented = new Set(entries().map(({ name }) => name));
  assert.deepEqual(
    [...dependencies()].filter((name) => !documented.has(name)),
    [],
  );
});

test('every line of docs/dependencies.md is about a dependency that some package.json has, once', () => {
  const known = dependencies();
  const names = entries().map(({ name }) => name);
  assert.deepEqual(
    names.filter((name) => !known.has(name)),
    [],
  );
  assert.deepEqual(
    names.filter((name, index) => names.indexOf(name) !== index),
    [],
  );
});

test('every line of docs/dependencies.md says what else was weighed', () => {
  const silent = entries().filter(({ text }) => !/ Weighed: \S/.test(text));
  assert.deepEqual(
    silent.map(({ name }) => name),
    [],
  );
});

function dependencies(): ReadonlySet<string> {
  const manifests = ['package.json', ...globSync('{packages/*,bench,lab}/package.json', { cwd: root })];
  return new Set(
    manifests
      .map((path) => JSON.parse(readFileSync(join(root, path), 'utf8')) as Manifest)
      .flatMap((manifest) => [
        manifest.dependencies,
        manifest.devDependencies,
        manifest.optionalDependencies,
        manifest.peerDependencies,
      ])
      .flatMap((record) => Object.keys(record ?? {}))
      .filter((name) => name !== 'fivewhys' && !name.startsWith('@fivewhys/')),
  );
}

function entries(): Entry[] {
  const page = readFileSync(join(root, 'docs/dependencies.md'), 'utf8');
  return [...page.matchAll(/^- `(?<name>[^`]+)`: (?<text>.*(?:\n {2}.*)*)/gm)].map(({ groups }) => ({
    name: groups?.name ?? '',
    text: (groups?.text ?? '').replaceAll(/\s+/g, ' '),
  }));
}
