import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, test } from 'node:test';
import { checkBoundaries, ownRules, readBoundaries } from '../tools/check-boundaries.ts';

type Files = Readonly<Record<string, string>>;

/** A workspace as ours is, in small, that breaks no rule. */
const sound: Files = {
  'package.json': manifest('workspace', ['fast-check']),
  'packages/evidence/package.json': manifest('@fivewhys/evidence'),
  'packages/evidence/src/index.ts': `export { a } from './a.ts';`,
  'packages/evidence/src/a.ts': `import { inspect } from 'node:util'; export const a = inspect(1);`,
  'packages/evidence/test/a.test.ts': `import fc from 'fast-check'; import { a } from '../src/a.ts'; fc(a);`,
  'packages/capture/package.json': manifest('@fivewhys/capture', ['@fivewhys/evidence']),
  'packages/capture/src/index.ts': `import { a } from '@fivewhys/evidence'; import { pcap } from './formats/pcap.ts'; export const c = [a, pcap];`,
  'packages/capture/src/formats/format.ts': `export type Format = string;`,
  'packages/capture/src/formats/pcap.ts': `import type { Format } from './format.ts'; import { b } from './pcap/block.ts'; export const pcap: Format = b;`,
  'packages/capture/src/formats/pcap/block.ts': `import { readFileSync } from 'node:fs'; export const b = String(readFileSync);`,
  'packages/connections/package.json': manifest('@fivewhys/connections', ['@fivewhys/capture']),
  'packages/connections/src/index.ts': `import { c } from '@fivewhys/capture'; export const n = c;`,
  'packages/vantages/package.json': manifest('@fivewhys/vantages', ['@fivewhys/connections']),
  'packages/vantages/src/index.ts': `import { n } from '@fivewhys/connections'; export const v = n;`,
  'packages/diagnosis/package.json': manifest('@fivewhys/diagnosis', ['@fivewhys/connections']),
  'packages/diagnosis/src/index.ts': `import { n } from '@fivewhys/connections'; import { one } from './causes/one.ts'; export const d = [n, one];`,
  'packages/diagnosis/src/causes/one.ts': `export const one = 1;`,
  'packages/host/package.json': manifest('@fivewhys/host', ['@fivewhys/evidence']),
  'packages/host/src/index.ts': `import { a } from '@fivewhys/evidence'; import { nstat } from './formats/nstat.ts'; export const h = [a, nstat];`,
  'packages/host/src/formats/format.ts': `export type Format = string;`,
  'packages/host/src/formats/nstat.ts': `import type { Format } from './format.ts'; export const nstat: Format = 'n';`,
  'packages/throttle/package.json': manifest('@fivewhys/throttle', ['@fivewhys/evidence']),
  'packages/throttle/src/index.ts': `import { a } from '@fivewhys/evidence'; export const t = a;`,
  'packages/usage/package.json': manifest('@fivewhys/usage', ['@fivewhys/throttle']),
  'packages/usage/src/index.ts': `import { t } from '@fivewhys/throttle'; export const u = t;`,
  'packages/report/package.json': manifest('@fivewhys/report', ['@fivewhys/diagnosis']),
  'packages/report/src/index.ts': `import { d } from '@fivewhys/diagnosis'; export const r = d;`,
  'packages/cli/package.json': manifest('@fivewhys/cli', ['@fivewhys/report', '@fivewhys/capture', 'commander']),
  'packages/cli/src/index.ts': `export type Cli = 1;`,
  'packages/cli/src/main.ts': `import { r } from '@fivewhys/report'; import { c } from '@fivewhys/capture'; import { Command } from 'commander'; await using x = new Command(r, c);`,
  'bench/package.json': manifest('bench'),
  'bench/src/main.ts': `import { c } from '@fivewhys/capture'; console.log(c);`,
  'lab/main.ts': `export const lab = 1;`,
  'lab/test/lab.test.ts': `import { c } from '@fivewhys/capture'; import { lab } from '../main.ts'; console.log(c, lab);`,
  'tools/tool.ts': `export const tool = 1;`,
  'node_modules/commander/package.json': `{ "main": "index.js" }`,
  'node_modules/commander/index.js': `export class Command {}`,
  'node_modules/fast-check/package.json': `{ "main": "index.js" }`,
  'node_modules/fast-check/index.js': `export default () => {};`,
};

const sources = Object.keys(sound)
  .filter((file) => file.endsWith('.ts'))
  .toSorted();

/** For each rule, files that break it, and where it must be seen. */
const broken: Readonly<Record<string, { readonly files: Files; readonly where: RegExp }>> = {
  'evidence-imports-only-itself': {
    files: {
      'packages/evidence/package.json': manifest('@fivewhys/evidence', ['@fivewhys/capture']),
      'packages/evidence/src/a.ts': `import type { c } from '@fivewhys/capture'; export const a: typeof c = [];`,
    },
    where: /evidence\/src\/a\.ts -> packages\/capture\/src\/index\.ts/,
  },
  'capture-imports-only-evidence': {
    files: {
      'packages/capture/package.json': manifest('@fivewhys/capture', ['@fivewhys/connections']),
      'packages/capture/src/index.ts': `export { n } from '@fivewhys/connections';`,
    },
    where: /capture\/src\/index\.ts -> packages\/connections/,
  },
  'connections-imports-only-capture-and-evidence': {
    files: {
      'packages/connections/package.json': manifest('@fivewhys/connections', ['@fivewhys/diagnosis']),
      'packages/connections/src/index.ts': `const late = await import('@fivewhys/diagnosis'); export const n = late.d;`,
    },
    where: /connections\/src\/index\.ts -> packages\/diagnosis/,
  },
  'diagnosis-imports-only-capture-and-connections-and-evidence-and-host-and-vantages': {
    files: {
      'packages/diagnosis/package.json': manifest('@fivewhys/diagnosis', ['@fivewhys/report']),
      'packages/diagnosis/src/index.ts': `import { r } from '@fivewhys/report'; export const d = r;`,
    },
    where: /diagnosis\/src\/index\.ts -> packages\/report/,
  },
  'vantages-imports-only-capture-and-connections-and-evidence': {
    files: {
      'packages/vantages/package.json': manifest('@fivewhys/vantages', ['@fivewhys/diagnosis']),
      'packages/vantages/src/index.ts': `import { d } from '@fivewhys/diagnosis'; export const v = d;`,
    },
    where: /vantages\/src\/index\.ts -> packages\/diagnosis/,
  },
  'host-imports-only-evidence': {
    files: {
      'packages/host/package.json': manifest('@fivewhys/host', ['@fivewhys/capture']),
      'packages/host/src/index.ts': `import type { c } from '@fivewhys/capture'; import { nstat } from './formats/nstat.ts'; export const h: [typeof c, string] = [[], nstat];`,
    },
    where: /host\/src\/index\.ts -> packages\/capture/,
  },
  'workers-imports-only-evidence': {
    files: {
      'packages/workers/package.json': manifest('@fivewhys/workers', ['@fivewhys/connections']),
      'packages/workers/src/index.ts': `import { n } from '@fivewhys/connections'; export const w = n;`,
    },
    where: /workers\/src\/index\.ts -> packages\/connections/,
  },
  'usage-imports-only-capture-and-evidence-and-report-and-throttle': {
    files: {
      'packages/usage/package.json': manifest('@fivewhys/usage', ['@fivewhys/connections']),
      'packages/usage/src/index.ts': `import { n } from '@fivewhys/connections'; export const u = n;`,
    },
    where: /usage\/src\/index\.ts -> packages\/connections/,
  },
  'only-the-command-imports-usage': {
    files: {
      'packages/report/package.json': manifest('@fivewhys/report', ['@fivewhys/usage']),
      'packages/report/src/index.ts': `export { u } from '@fivewhys/usage';`,
    },
    where: /report\/src\/index\.ts -> packages\/usage/,
  },
  'throttle-imports-only-evidence': {
    files: {
      'packages/throttle/package.json': manifest('@fivewhys/throttle', ['@fivewhys/host']),
      'packages/throttle/src/index.ts': `import { h } from '@fivewhys/host'; export const t = h;`,
    },
    where: /throttle\/src\/index\.ts -> packages\/host/,
  },
  'report-imports-only-diagnosis-and-evidence-and-vantages': {
    files: {
      'packages/report/package.json': manifest('@fivewhys/report', ['@fivewhys/connections']),
      'packages/report/src/index.ts': `import type { n } from '@fivewhys/connections'; export type R = typeof n;`,
    },
    where: /report\/src\/index\.ts -> packages\/connections/,
  },
  'fivewhys-imports-only-capture-and-diagnosis-and-evidence-and-report-and-throttle-and-vantages-and-workers': {
    files: {
      'packages/fivewhys/package.json': manifest('fivewhys', ['@fivewhys/connections']),
      'packages/fivewhys/src/index.ts': `export { n } from '@fivewhys/connections';`,
    },
    where: /fivewhys\/src\/index\.ts -> packages\/connections/,
  },
  'nobody-imports-the-command': {
    files: { 'bench/src/main.ts': `import type { Cli } from '@fivewhys/cli'; export type B = Cli;` },
    where: /bench\/src\/main\.ts -> packages\/cli/,
  },
  'packages-are-imported-by-name': {
    files: { 'packages/capture/src/index.ts': `import { a } from '../../evidence/src/a.ts'; export const c = [a];` },
    where: /capture\/src\/index\.ts -> packages\/evidence\/src\/a\.ts/,
  },
  'packages-know-no-bench-and-no-lab': {
    files: { 'packages/evidence/test/a.test.ts': `import '../../../bench/src/main.ts';` },
    where: /evidence\/test\/a\.test\.ts -> bench/,
  },
  'nobody-imports-the-lab': {
    files: { 'tools/tool.ts': `import { lab } from '../lab/main.ts'; export const tool = lab;` },
    where: /tools\/tool\.ts -> lab\/main\.ts/,
  },
  'the-lab-knows-no-package': {
    files: { 'lab/main.ts': `import { c } from '@fivewhys/capture'; export const lab = c;` },
    where: /lab\/main\.ts -> packages\/capture/,
  },
  'sources-import-no-tests': {
    files: {
      'packages/evidence/src/a.ts': `import { helper } from '../test/helper.ts'; export const a = helper;`,
      'packages/evidence/test/helper.ts': `export const helper = 1;`,
    },
    where: /evidence\/src\/a\.ts -> packages\/evidence\/test\/helper\.ts/,
  },
  'a-cause-knows-no-other-cause': {
    files: {
      'packages/diagnosis/src/causes/one.ts': `import { two } from './two.ts'; export const one = two;`,
      'packages/diagnosis/src/causes/two.ts': `export const two = 2;`,
    },
    where: /causes\/one\.ts -> packages\/diagnosis\/src\/causes\/two\.ts/,
  },
  'a-program-knows-no-other-program': {
    files: {
      'packages/diagnosis/src/index.ts': `import { n } from '@fivewhys/connections'; import { one } from './causes/one.ts'; import { git } from './symptoms/git.ts'; export const d = [n, one, git];`,
      'packages/diagnosis/src/symptoms/git.ts': `import { curl } from './curl.ts'; export const git = curl;`,
      'packages/diagnosis/src/symptoms/curl.ts': `export const curl = 1;`,
    },
    where: /symptoms\/git\.ts -> packages\/diagnosis\/src\/symptoms\/curl\.ts/,
  },
  'a-format-knows-no-other-format': {
    files: {
      'packages/capture/src/formats/pcap.ts': `import { b } from './pcapng/block.ts'; export const pcap = b;`,
      'packages/capture/src/formats/pcapng/block.ts': `export const b = 1;`,
    },
    where: /formats\/pcap\.ts -> packages\/capture\/src\/formats\/pcapng\/block\.ts/,
  },
  'a-host-format-knows-no-other-format': {
    files: {
      'packages/host/src/formats/nstat.ts': `import { snmp } from './snmp.ts'; export const nstat = snmp;`,
      'packages/host/src/formats/snmp.ts': `export const snmp = 1;`,
    },
    where: /formats\/nstat\.ts -> packages\/host\/src\/formats\/snmp\.ts/,
  },
  'a-worker-cause-knows-no-other-cause': {
    files: {
      'packages/workers/src/whys/causes/self-abort.ts': `import { crash } from './native-crash.ts'; export const abort = crash;`,
      'packages/workers/src/whys/causes/native-crash.ts': `export const crash = 1;`,
    },
    where: /causes\/self-abort\.ts -> packages\/workers\/src\/whys\/causes\/native-crash\.ts/,
  },
  'whys-do-no-io': {
    files: {
      'packages/workers/src/whys/a.ts': `import { readFileSync } from 'node:fs'; export const a = readFileSync;`,
    },
    where: /whys\/a\.ts -> (node:)?fs/,
  },
  'pure-packages-do-no-io': {
    files: { 'packages/evidence/src/a.ts': `import { env } from 'node:process'; export const a = env;` },
    where: /evidence\/src\/a\.ts -> (node:)?process/,
  },
  'no-circles': {
    files: {
      'packages/evidence/src/a.ts': `import type { B } from './b.ts'; export const a: B = 1;`,
      'packages/evidence/src/b.ts': `import type { a } from './a.ts'; export type B = typeof a;`,
    },
    where: /a\.ts -> packages\/evidence\/src\/b\.ts -> packages\/evidence\/src\/a\.ts/,
  },
  'every-import-resolves': {
    files: { 'packages/evidence/src/a.ts': `import { x } from './gone.ts'; export const a = x;` },
    where: /evidence\/src\/a\.ts -> .*gone\.ts/,
  },
  'dependencies-are-declared': {
    files: { 'packages/capture/package.json': manifest('@fivewhys/capture') },
    where: /capture\/src\/index\.ts -> node_modules\/@fivewhys\/evidence/,
  },
  'dependencies-of-the-command-are-declared': {
    files: { 'packages/cli/package.json': manifest('@fivewhys/cli', ['@fivewhys/report', '@fivewhys/capture']) },
    where: /cli\/src\/main\.ts -> .*commander/,
  },
  'no-module-that-nobody-reaches': {
    files: {
      'packages/evidence/src/unreached.ts': `import { a } from './a.ts'; export const unreached = a;`,
      'packages/evidence/test/a.test.ts': `import '../src/unreached.ts';`,
    },
    where: /evidence\/src\/unreached\.ts/,
  },
  'every-package-has-a-rule': {
    files: { 'packages/unruled/src/index.ts': `export const u = 1;` },
    where: /packages\/unruled/,
  },
  'every-import-is-seen': {
    files: { 'packages/evidence/src/a.ts': `export type A =\n  import('../../capture/src/index.ts').A;` },
    where: /evidence\/src\/a\.ts -> \.\.\/\.\.\/capture/,
  },
};

const temporary: string[] = [];
after(() => {
  for (const folder of temporary) rmSync(folder, { recursive: true, force: true });
});

describe('boundaries', async () => {
  const config = await readBoundaries();
  const ruleNames = config.forbidden.map(({ name }) => name ?? 'unnamed');

  test('a sound workspace breaks none', async () => {
    const { modules, violations } = await checkBoundaries(tree(sound), config);
    assert.deepEqual(violations, []);
    assert.equal(modules, sources.length);
  });

  for (const [rule, { files, where }] of Object.entries(broken)) {
    test(`${rule} fires`, async () => {
      const { violations } = await checkBoundaries(tree({ ...sound, ...files }), config);
      const ofRule = violations.filter((violation) => violation.rule === rule);
      assert(
        ofRule.length > 0,
        `only these fired: ${violations.map((violation) => violation.rule).join(', ') || 'none'}`,
      );
      assert(
        ofRule.some((violation) => where.test(violation.where)),
        `seen at ${ofRule.map((violation) => violation.where).join(', ')}`,
      );
    });
  }

  test('the declared dependency of one package does not serve another', async () => {
    const files = {
      'packages/report/src/index.ts': `import { Command } from 'commander'; export const r = new Command();`,
    };
    const { violations } = await checkBoundaries(tree({ ...sound, ...files }), config);
    assert.deepEqual(
      violations.map(({ rule }) => rule),
      ['dependencies-are-declared'],
    );
  });

  test('a source file that was not read fails the check, also when none was', async () => {
    const unreadable = { ...config, options: { ...config.options, exclude: { path: '[.]ts$' } } };
    const { modules, violations } = await checkBoundaries(tree(sound), unreadable);
    assert.equal(modules, 0);
    const unread = violations.filter(({ rule }) => rule === 'every-source-file-is-read').map(({ where }) => where);
    assert.deepEqual(unread.toSorted(), sources);
  });

  test('every rule says why, and is proven to fire here', () => {
    for (const { name, comment } of config.forbidden)
      assert((comment?.length ?? 0) > 60, `${name} needs a comment that says why`);
    const proven = [...Object.keys(broken), 'every-source-file-is-read'];
    assert.deepEqual(proven.toSorted(), [...ruleNames, ...Object.keys(ownRules)].toSorted());
  });
});

function manifest(name: string, dependencies: readonly string[] = []): string {
  return JSON.stringify({
    name,
    type: 'module',
    exports: { '.': { '@fivewhys/source': './src/index.ts', default: './index.js' } },
    [name === 'workspace' ? 'devDependencies' : 'dependencies']: Object.fromEntries(
      dependencies.map((dependency) => [dependency, '*']),
    ),
  });
}

/** Writes the files into a new folder, with the links to packages that npm makes. */
function tree(files: Files): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'fivewhys-boundaries-')));
  temporary.push(root);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
    const name = /^packages\/([^/]+)\/package\.json$/.exec(path)?.[1];
    if (name === undefined) continue;
    mkdirSync(join(root, 'node_modules/@fivewhys'), { recursive: true });
    symlinkSync(`../../packages/${name}`, join(root, 'node_modules/@fivewhys', name));
  }
  return root;
}
