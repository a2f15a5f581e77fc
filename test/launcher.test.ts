import assert from 'node:assert/strict';
import { type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  accessSync,
  appendFileSync,
  chmodSync,
  chownSync,
  constants,
  copyFileSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, relative } from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, test } from 'node:test';

const repository = join(import.meta.dirname, '..');
const nobody = 65534;

/** What the launcher calls, besides node and npm. */
const shellTools = ['sh', 'cmp', 'cp', 'env', 'find', 'flock', 'id', 'ln', 'mkdir', 'readlink', 'sleep', 'uname'];

/** Does what `npm ci` does, as far as the launcher can see, and writes down that it was called. */
const npm = `#!/bin/sh
echo "$*" >> npm-calls
echo "npm's own words"
sleep 0.2
mkdir -p node_modules/node/bin
ln -sf "$(command -v node)" node_modules/node/bin/node
ln -sfn '${join(repository, 'node_modules/esbuild')}' node_modules/esbuild
`;

const main = `
import process from 'node:process';
const [command, ...rest] = process.argv.slice(2);
if (command === 'wait') { console.log('waiting'); setInterval(() => {}, 1000); }
else { console.log(JSON.stringify({ command, rest, cwd: process.cwd(), cache: process.env.NODE_COMPILE_CACHE, started: process.argv[1] })); process.exitCode = Number(command); }
`;

const lab = `
import process from 'node:process';
const [status, ...rest] = process.argv.slice(2);
console.log(JSON.stringify({ lab: true, rest }));
process.exitCode = Number(status);
`;

interface Ran {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe('./fivewhys', () => {
  let folder: string;
  let checkout: string;
  let bin: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fivewhys launcher '));
    checkout = join(folder, 'check out');
    bin = join(folder, 'bin');
    mkdirSync(bin);
    const tools = ['set-up.sh', 'is-installed.mjs', 'bundle-command.sh', 'bundle-command.ts'];
    for (const file of ['fivewhys', ...tools.map((tool) => join('tools', tool))]) {
      cpSync(join(repository, file), join(checkout, file));
    }
    mkdirSync(join(checkout, 'lab'), { recursive: true });
    writeFileSync(join(checkout, 'lab/main.ts'), lab);
    writeSource('cli/src/main.ts', main);
    writeSource('capture/src/reader-thread/reader-thread.ts', '');
    writeSource('cli/package.json', '{ "type": "module" }');
    writeFileSync(join(checkout, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(checkout, 'package-lock.json'), '{ "packages": {} }');
    for (const tool of shellTools) {
      const found = (process.env.PATH ?? '')
        .split(delimiter)
        .map((path) => join(path, tool))
        .find(isExecutable);
      if (found !== undefined) symlinkSync(found, join(bin, tool));
    }
    symlinkSync(process.execPath, join(bin, 'node'));
    writeScript('npm', npm);
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function writeSource(path: string, source: string): void {
    const file = join(checkout, 'packages', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, source);
  }

  /** The file that a start runs, from the checkout. */
  async function started(options?: Parameters<typeof start>[1]): Promise<string> {
    const { stdout, stderr } = await run(['0'], options);
    assert.equal(stderr, '');
    return relative(checkout, JSON.parse(stdout).started);
  }

  function writeScript(name: string, script: string): void {
    rmSync(join(bin, name), { force: true });
    writeFileSync(join(bin, name), script, { mode: 0o755 });
  }

  function start(
    args: readonly string[],
    { path = join(checkout, 'fivewhys'), ...options }: SpawnOptions & { path?: string } = {},
  ) {
    return spawn(path, args, { env: { PATH: bin }, cwd: folder, stdio: 'pipe', ...options });
  }

  async function run(args: readonly string[], options?: Parameters<typeof start>[1]): Promise<Ran> {
    const child = start(args, options);
    assert(child.stdout && child.stderr);
    const [stdout, stderr, [status, signal]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close'),
    ]);
    return { status, signal, stdout, stderr };
  }

  /** Lets somebody else run what is here: our Node.js may lie in a folder that only root can enter. */
  function openToOthers(): void {
    chmodSync(folder, 0o755);
    rmSync(join(bin, 'node'));
    try {
      linkSync(process.execPath, join(bin, 'node'));
    } catch {
      copyFileSync(process.execPath, join(bin, 'node'));
    }
  }

  function npmCalls(): readonly string[] {
    const file = join(checkout, 'npm-calls');
    return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  }

  test('the first start runs npm ci, says so on standard error, and leaves standard output to the command', async () => {
    const { stdout, stderr } = await run(['0']);
    assert.equal(npmCalls().length, 1);
    assert.match(npmCalls()[0] ?? '', /^ci /);
    assert.match(stderr, /setting this checkout up/);
    assert.match(stderr, /npm's own words/);
    assert.equal(JSON.parse(stdout).command, '0');
  });

  test('later starts call no npm and say nothing of their own', async () => {
    await run(['0']);
    const { stderr } = await run(['0']);
    assert.equal(npmCalls().length, 1);
    assert.equal(stderr, '');
  });

  test('a package-lock.json that differs from what was installed is installed, whatever its time', async () => {
    await run(['0']);
    appendFileSync(join(checkout, 'package-lock.json'), '\n');
    await run(['0']);
    assert.equal(npmCalls().length, 2);
  });

  test('what npm itself has installed from the same lock is not installed again', async () => {
    const locked = {
      'node_modules/node': { version: '24.0.0' },
      'node_modules/for-another-platform': { optional: true },
    };
    writeFileSync(join(checkout, 'package-lock.json'), JSON.stringify({ packages: locked }));
    mkdirSync(join(checkout, 'node_modules/node/bin'), { recursive: true });
    symlinkSync(process.execPath, join(checkout, 'node_modules/node/bin/node'));
    const installed = { 'node_modules/node': { version: '24.0.0' } };
    writeFileSync(join(checkout, 'node_modules/.package-lock.json'), JSON.stringify({ packages: installed }));
    assert.equal((await run(['0'])).stderr, '');
    assert.equal(npmCalls().length, 0);
  });

  test('two first starts at once install once', { skip: !isExecutableTool('flock') && 'needs flock(1)' }, async () => {
    const both = await Promise.all([run(['0']), run(['0'])]);
    assert.deepEqual(
      both.map(({ status }) => status),
      [0, 0],
    );
    assert.equal(npmCalls().length, 1);
    assert(both.some(({ stderr }) => stderr.includes('another start is setting this checkout up')));
  });

  test('arguments, working directory and exit status are those of the command, also through links', async () => {
    symlinkSync('check out/fivewhys', join(folder, 'one'));
    symlinkSync(join(folder, 'one'), join(bin, 'fw'));
    const { status, stdout } = await run(['3', 'a b', '', '*'], { path: 'fw', cwd: tmpdir() });
    assert.equal(status, 3);
    const { rest, cwd } = JSON.parse(stdout);
    assert.deepEqual(rest, ['a b', '', '*']);
    assert.equal(cwd, tmpdir());
  });

  test('lab, as the first argument alone, goes to the lab of the checkout with the arguments behind it', async () => {
    const { status, stdout } = await run(['lab', '4', 'a b', 'lab']);
    assert.equal(status, 4);
    assert.deepEqual(JSON.parse(stdout), { lab: true, rest: ['a b', 'lab'] });
    const { stdout: other } = await run(['0', 'lab']);
    assert.deepEqual(JSON.parse(other).rest, ['lab']);
  });

  test('a signal sent to the launcher reaches the command, because it is the same process', async () => {
    await run(['0']);
    const child = start(['wait']);
    assert(child.stdout);
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    assert.deepEqual(await once(child, 'close'), [null, 'SIGTERM']);
  });

  test('compiled sources are kept inside node_modules, unless NODE_COMPILE_CACHE says where', async () => {
    await run(['0']);
    assert.equal(JSON.parse((await run(['0'])).stdout).cache, join(checkout, 'node_modules/.cache/node'));
    assert(existsSync(join(checkout, 'node_modules/.cache/node')));
    const cache = join(folder, 'elsewhere');
    assert.equal(JSON.parse((await run(['0'], { env: { PATH: bin, NODE_COMPILE_CACHE: cache } })).stdout).cache, cache);
  });

  test('a checkout that is set up and read-only starts', {
    skip: process.getuid?.() !== 0 && 'needs root, to start it as somebody else',
  }, async () => {
    openToOthers();
    await run(['0']);
    rmSync(join(checkout, 'node_modules/.cache'), { recursive: true });
    assert.equal(await started({ uid: nobody, gid: nobody }), source);
  });

  const bundle = 'node_modules/.cache/fivewhys/dist/main.js';
  const source = 'packages/cli/src/main.ts';

  test('what is started is a bundle of the sources, made once', async () => {
    await run(['0']);
    assert.equal(await started(), bundle);
    assert.equal(readFileSync(join(checkout, bundle, '../../package.json'), 'utf8'), '{ "type": "module" }');
    const { ino } = statSync(join(checkout, bundle));
    assert.equal(await started(), bundle);
    assert.equal(statSync(join(checkout, bundle)).ino, ino);
  });

  for (const [change, make] of [
    ['changed', () => writeSource('cli/src/main.ts', "console.log('another');")],
    [
      'put back as it was long ago, time and all',
      () => {
        writeSource('cli/src/main.ts', "console.log('another');");
        utimesSync(join(checkout, source), 0, 0);
      },
    ],
    [
      'deleted',
      () => {
        rmSync(join(checkout, source));
        writeSource('cli/src/main.ts', "console.log('another');");
      },
    ],
  ] as const) {
    test(`a source that was ${change} is in the next start`, async () => {
      await run(['0']);
      make();
      assert.equal((await run(['0'])).stdout, 'another\n');
    });
  }

  test('sources that do not parse are run as they are, and Node.js says where', async () => {
    await run(['0']);
    writeSource('cli/src/main.ts', 'const = 1;');
    const { status, stderr } = await run(['0']);
    assert.notEqual(status, 0);
    assert.match(stderr, /packages\/cli\/src\/main\.ts:1.*SyntaxError/s);
  });

  test('where no bundle can be made, the sources run as they are', async () => {
    await run(['0']);
    rmSync(join(checkout, 'node_modules/esbuild'));
    rmSync(join(checkout, 'node_modules/.cache'), { recursive: true });
    assert.equal(await started(), source);
  });

  test('a checkout that is neither set up nor writable is refused with the command that sets it up', {
    skip: process.getuid?.() !== 0 && 'needs root, to start it as somebody else',
  }, async () => {
    openToOthers();
    const { status, stderr, stdout } = await run(['0'], { uid: nobody, gid: nobody });
    assert.equal(status, 69);
    assert.equal(stdout, '');
    assert.match(stderr, /is not writable for .*npm ci/);
    chownSync(checkout, nobody, nobody);
    assert.equal((await run(['0'], { uid: nobody, gid: nobody })).status, 0);
  });

  test('a machine without npm is told what is needed', async () => {
    rmSync(join(bin, 'npm'));
    const { status, stderr } = await run(['0']);
    assert.equal(status, 69);
    assert.match(stderr, /npm is not on the PATH.*Node\.js 20/);
  });

  test('a machine whose Node.js is too old for npm ci is told which one was found', async () => {
    writeScript('node', '#!/bin/sh\ncase $1 in -p) echo 18 ;; *) echo v18.20.4 ;; esac\n');
    const { status, stderr } = await run(['0']);
    assert.equal(status, 69);
    assert.match(stderr, /Node\.js 20 or newer is needed.*bin\/node is v18\.20\.4/);
  });

  test('when npm ci fails its words are shown, nothing is started, and the next start tries again', async () => {
    writeScript('npm', '#!/bin/sh\necho "npm error ENOTFOUND" >&2\nexit 1\n');
    const { status, stderr, stdout } = await run(['0']);
    assert.equal(status, 69);
    assert.equal(stdout, '');
    assert.match(stderr, /npm error ENOTFOUND\n.*npm ci failed in /);
    writeScript('npm', npm);
    assert.equal((await run(['0'])).status, 0);
  });

  test('where npm is told to ignore install scripts, the one that brings Node.js is run alone', async () => {
    writeScript('npm', `${npm.replace('mkdir', '[ "$1" = rebuild ] || exit 0\nmkdir')}`);
    const { status } = await run(['0']);
    assert.equal(status, 0);
    assert.match(npmCalls()[1] ?? '', /^rebuild node --ignore-scripts=false/);
  });
});

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function isExecutableTool(tool: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((path) => isExecutable(join(path, tool)));
}
