import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkLayers, layersJson, layersText } from '../../src/layers.ts';
import { projectOf } from './project.ts';

type Files = Readonly<Record<string, string>>;

/** The ways that break a rule, as texts. */
async function waysIn(files: Files): Promise<readonly string[]> {
  using project = projectOf(files);
  const { rules } = await checkLayers(project.folder);
  return rules.flatMap(({ paths }) => paths.map((path) => path.join(' → ')));
}

describe('the ready rule, that logging reaches no flags, network clients or database', () => {
  for (const [what, files] of Object.entries<Files>({
    CommonJS: {
      'src/logger.js': "const { context } = require('./context'); exports.log = () => context();",
      'src/context.js': "const flags = require('./flags'); exports.context = () => flags;",
      'src/flags.js': 'exports.isOn = () => true;',
    },
    'modules of JavaScript': {
      'src/logger.js': "import { context } from './context.js'; export const log = () => context();",
      'src/context.js': "export { isOn as context } from './flags.js';",
      'src/flags.js': 'export const isOn = () => true;',
    },
    'TypeScript that imports .js and means .ts': {
      'src/logger.js': "import { context } from './context.js'; export const log = () => context();",
      'src/context.ts': "import { isOn } from './flags.js'; export const context = (a: string): boolean => isOn(a);",
      'src/flags.ts': 'export const isOn = (a: string): boolean => a === "b";',
    },
    'an import while it runs': {
      'src/logger.ts': "export const log = async () => (await import('./context.ts')).context();",
      'src/context.ts': "import { isOn } from './flags.ts'; export const context = () => isOn;",
      'src/flags.ts': 'export const isOn = (): boolean => true;',
    },
    'TypeScript with aliases of tsconfig.json': {
      'tsconfig.json': '{ "extends": "./base.json", /* a comment */ "compilerOptions": {}, }',
      'base.json':
        '{ "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["./src/*"], "~flags": ["src/flags.ts"] } } }',
      'src/logger.ts': "import { context } from '@/context'; export const log = () => context();",
      'src/context.ts': "import { isOn } from '~flags'; export const context = () => isOn;",
      'src/flags.ts': 'export const isOn = (): boolean => true;',
    },
  })) {
    it(`is broken through another file, in ${what}`, async () => {
      const [way, ...others] = await waysIn(files);
      assert.match(way ?? '', /^src\/logger\.[jt]s → src\/context\.[jt]s → src\/flags\.[jt]s$/);
      assert.deepEqual(others, []);
    });
  }

  it('is broken across the packages of a workspace, by their names, with aliases of their own, built or not', async () => {
    const files = {
      'package.json': '{"name":"shop","workspaces":["packages/*"]}',
      'packages/log/package.json': '{"name":"@shop/log","type":"module","exports":{".":"./src/index.ts"}}',
      'packages/log/tsconfig.json': '{"compilerOptions":{"paths":{"#own/*":["./src/*"]}}}',
      'packages/log/src/index.ts': "export { logger } from '#own/logger';",
      'packages/log/src/logger.ts': "import { isOn } from '@shop/switches/client'; export const logger = () => isOn();",
      'packages/switches/package.json':
        '{"name":"@shop/switches","exports":{"./client":{"types":"./dist/client.d.ts","default":"./dist/client.js"}}}',
      'packages/switches/src/client.ts':
        "import { createClient } from 'redis'; export const isOn = () => createClient();",
    };
    const way = ['packages/log/src/logger.ts → packages/switches/src/client.ts → redis'];
    assert.deepEqual(await waysIn(files), way);
    const isBuilt = { ...files, 'packages/switches/dist/client.js': 'export const isOn = () => true;' };
    assert.deepEqual(await waysIn(isBuilt), way);
  });

  it('names a package of the workspace whose name leads nowhere', async () => {
    using project = projectOf({
      'log/package.json': '{"name":"log","main":"index.js"}',
      'log/index.js': "require('switches/gone');",
      'switches/package.json': '{"name":"switches","exports":{"./gone":"./dist/gone.js"}}',
    });
    assert.deepEqual((await checkLayers(project.folder)).unresolved, [{ from: 'log/index.js', to: 'switches/gone' }]);
  });

  it('is broken by a circle, and the check ends', async () => {
    const ways = await waysIn({
      'logger.ts': "import { isOn } from './flags.ts'; export const log = () => isOn();",
      'flags.ts': "import { get } from './cache.ts'; export const isOn = () => get();",
      'cache.ts': "import { log } from './logger.ts'; import net from 'node:net'; export const get = () => log(net);",
    });
    assert.deepEqual(ways, ['logger.ts → flags.ts', 'logger.ts → flags.ts → cache.ts → net']);
  });

  it('is broken by a package, installed or not, and by a module of Node.js', async () => {
    const ways = await waysIn({
      'log/index.ts':
        "import Redis from 'ioredis'; import { Pool } from 'pg'; import { request } from 'node:https'; export const log = [Redis, Pool, request];",
      'node_modules/pg/package.json': '{"name":"pg","main":"lib/index.js"}',
      'node_modules/pg/lib/index.js': 'exports.Pool = class {};',
    });
    assert.ok(
      ways.some((way) => /^log\/index\.ts → (?:https|ioredis)$/.test(way)),
      ways.join(),
    );
    assert.ok(ways.includes('log/index.ts → node_modules/pg/lib/index.js'), ways.join());
  });

  it('is kept where flags log, and not the other way round', async () => {
    assert.deepEqual(
      await waysIn({
        'logger.ts': 'export const log = (a: string) => process.stdout.write(a);',
        'flags.ts': "import { log } from './logger.ts'; export const isOn = () => log('flag');",
      }),
      [],
    );
  });

  it('is kept where only types are imported: they are gone when the program runs', async () => {
    assert.deepEqual(
      await waysIn({
        'logger.ts': "import type { Flags } from './flags.ts'; export const log = (flags: Flags) => flags;",
        'flags.ts': 'export interface Flags { a: boolean }; export const flags: Flags = { a: true };',
      }),
      [],
    );
  });

  it('is not held against tests, builds and installed packages', async () => {
    const breaks = "import './flags.js';";
    assert.deepEqual(
      await waysIn({
        'src/app.js': 'export const app = 1;',
        'flags.js': 'export const isOn = 1;',
        'test/logger.js': breaks,
        'logger.test.js': breaks,
        'dist/logger.js': breaks,
        'node_modules/x/logger.js': breaks,
      }),
      [],
    );
  });
});

describe('what can not be seen', () => {
  it('nothing that was read is an error, and not a rule that holds', async () => {
    using project = projectOf({ 'README.md': 'no sources' });
    await assert.rejects(checkLayers(project.folder), { code: 'LAYERS_NOTHING_READ' });
    await assert.rejects(checkLayers(`${project.folder}/README.md`), { code: 'LAYERS_FOLDER_NOT_FOUND' });
  });

  it('files that can not be parsed and imports that lead nowhere are named', async () => {
    using project = projectOf({
      'logger.ts': "import './flags.ts'; import '@/context'; export const log = 1;",
      'flags.ts': 'export const isOn = 1;',
      'broken.ts': 'export const broken = (;',
      'resource.ts': "import './flags.ts'; export function f() { using a = null; return a; }",
    });
    const check = await checkLayers(project.folder);
    assert.deepEqual(
      check.unread.map(({ file }) => file),
      ['broken.ts'],
    );
    assert.deepEqual(check.unresolved, [{ from: 'logger.ts', to: '@/context' }]);
    const text = layersText(check, 'shop');
    assert.match(text, /^ {2}logger\.ts → flags\.ts$/m);
    assert.match(text, /Not read: 1 file .*\n {2}broken\.ts/);
    assert.match(text, /logger\.ts imports @\/context/);
    assert.match(text, /^shop: 3 files read, 3 rules held, 1 rule broken\.$/m);
  });

  it('a layer of which there is nothing is named: its rules held nothing', async () => {
    using project = projectOf({ 'app.js': 'export const app = 1;' });
    assert.match(layersText(await checkLayers(project.folder), '.'), /Nothing is of the layer logging: 3 rules/);
  });
});

describe('rules of a project', () => {
  const files = {
    'src/domain/price.ts': "import { rows } from '../infra/rows.ts'; export const price = rows;",
    'src/infra/rows.ts': "import { sql } from '../infra/deep/sql.ts'; export const rows = sql;",
    'src/infra/deep/sql.ts': 'export const sql = 1;',
  };
  const config = {
    layers: { domain: ['src/domain/**'], sql: ['src/**/sql.*'] },
    rules: [{ name: 'the-domain-knows-no-sql', from: 'domain', to: 'sql', why: 'It could not be tested alone.' }],
  };

  it('are read from .fivewhys-layers.json of the folder', async () => {
    using project = projectOf({ ...files, '.fivewhys-layers.json': JSON.stringify(config) });
    const { rules } = JSON.parse(layersJson(await checkLayers(project.folder)));
    assert.deepEqual(rules, [
      {
        ...config.rules[0],
        filesOfFrom: 1,
        paths: [['src/domain/price.ts', 'src/infra/rows.ts', 'src/infra/deep/sql.ts']],
      },
    ]);
  });

  it('are refused when they name a layer that is none, or a field that is none', async () => {
    const odd = { ...config, rules: [{ name: 'a', from: 'domain', to: 'sequel' }] };
    using project = projectOf({
      ...files,
      'odd.json': JSON.stringify(odd),
      'more.json': '{"rule":[]}',
      'text.json': 'no',
    });
    for (const name of ['odd', 'more', 'text']) {
      await assert.rejects(checkLayers(project.folder, { configPath: `${project.folder}/${name}.json` }), {
        code: 'CONFIG_INVALID',
      });
    }
    await assert.rejects(checkLayers(project.folder, { configPath: '/nowhere.json' }), { code: 'CONFIG_NOT_READABLE' });
  });
});
