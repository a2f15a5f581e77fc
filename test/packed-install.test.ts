import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  globSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';
import { after, before, describe, test } from 'node:test';
import { followThrottleReadme } from './throttle-readme.ts';

/**
 * What a user gets: each published package packed, the archives installed into an empty folder, and used there without the source condition.
 * The packages' own dependencies are packed from our node_modules, so nothing is fetched.
 */
const root = join(import.meta.dirname, '..');

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
}

interface Packed {
  readonly name: string;
  readonly filename: string;
  readonly files: readonly { readonly path: string; readonly mode: number }[];
}

const published = globSync('packages/*/package.json', { cwd: root })
  .map((path) => ({ folder: join(root, dirname(path)), manifest: readManifest(join(root, path)) }))
  .filter(({ manifest, folder }) => manifest.private !== true && existsSync(join(folder, 'src', entryOf(manifest))))
  .sort((a, b) => dependencyCount(b.manifest) - dependencyCount(a.manifest));

/** npm hands its own settings down to what it runs; the ones about the workspace would lead the installation back into it. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) =>
      !/^npm_(package|lifecycle|config_(local_prefix|workspace|workspaces|include_workspace_root|prefix))|^NODE_(OPTIONS|TEST_CONTEXT|ENV)$/.test(
        name,
      ),
  ),
);
const env = { ...environment, PATH: [dirname(process.execPath), process.env.PATH].join(delimiter), FORCE_COLOR: '0' };

describe('the published packages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fivewhys-packed-'));
  const packed = new Map<string, Packed>();

  before(() => {
    for (const { folder: source } of published) rmSync(join(source, 'dist'), { recursive: true, force: true });
    for (const { folder: source, manifest } of published) {
      // Packing one that depends on others builds these too, from nothing; building them once more would only take time.
      const scripts = existsSync(join(source, 'dist')) ? '--ignore-scripts' : '--ignore-scripts=false';
      packed.set(manifest.name, pack(source, folder, scripts));
    }
    for (const source of dependencyFolders()) pack(source, folder, '--ignore-scripts');
    writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
    const archives = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
    run(
      'npm',
      ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', ...archives.map((name) => `./${name}`)],
      folder,
    );
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const { folder: source, manifest } of published) {
    const isCommand = entryOf(manifest) === 'main.ts';
    test(`${manifest.name} holds its dist, LICENSE and README.md, and nothing else`, () => {
      const paths = packed.get(manifest.name)?.files.map(({ path }) => path) ?? [];
      const entries = isCommand ? ['main.js', 'reader-thread.js'] : ['index.js', 'index.d.ts'];
      for (const path of ['LICENSE', 'README.md', 'package.json', ...entries.map((entry) => `dist/${entry}`)]) {
        assert(paths.includes(path), `${path} is missing among ${paths.join(', ')}`);
      }
      const allowed =
        /^(LICENSE|README\.md|package\.json|dist\/.+\.js|dist\/.+\.d\.ts|[\w-]+\.schema\.json|recipes\/\w+\/[\w-]+\.(conf|cfg|yaml|jq))$/;
      assert.deepEqual(
        paths.filter((path) => !allowed.test(path) || /\btest\b|tsbuildinfo/.test(path)),
        [],
      );
    });

    test(`${manifest.name} holds what its sources make, and no more`, () => {
      const dist = join(folder, 'node_modules', manifest.name, 'dist');
      if (isCommand) return assert.deepEqual(filesOf(dist), filesNamedFrom(dist, ['main.js', 'reader-thread.js']));
      const made = (packed.get(manifest.name)?.files ?? [])
        .map(({ path }) => path)
        .filter((path) => path.endsWith('.js'));
      const sources = globSync('**/*.ts', { cwd: join(source, 'src') }).map(
        (path) => `dist/${path.replace(/\.ts$/, '.js')}`,
      );
      assert.deepEqual(made.toSorted(), sources.toSorted());
    });

    test(`${manifest.name} is built when it is packed`, () => {
      assert.equal(manifest.scripts?.prepack, 'node ../../tools/build-package.ts');
    });

    test(`${manifest.name} comes with the license of the repository`, () => {
      const license = readFileSync(join(folder, 'node_modules', manifest.name, 'LICENSE'), 'utf8');
      assert.equal(license, readFileSync(join(root, 'LICENSE'), 'utf8'));
    });

    test(`${manifest.name} asks for exactly the packages that are released with it`, () => {
      const versions = new Map(published.map((one) => [one.manifest.name, one.manifest.version]));
      for (const [name, range] of Object.entries(manifest.dependencies ?? {})) {
        if (versions.has(name)) assert.equal(range, versions.get(name), name);
      }
    });

    if (entryOf(manifest) !== 'index.ts') continue;
    test(`${manifest.name} exports from dist what it exports from its sources`, async () => {
      const names = (condition: readonly string[], cwd: string): unknown =>
        JSON.parse(
          run(
            process.execPath,
            [
              ...condition,
              '--input-type=module',
              '-e',
              `console.log(JSON.stringify(Object.keys(await import('${manifest.name}')).sort()))`,
            ],
            cwd,
          ),
        );
      assert.deepEqual(names([], folder), names(['--conditions=@fivewhys/source'], root));
    });
  }

  test('the declarations that come with them are sound, for a strict user who skips no library check', () => {
    const imported = published.filter(({ manifest }) => entryOf(manifest) === 'index.ts');
    const lines = imported.map(({ manifest }, index) => `export * as p${index} from '${manifest.name}';`);
    writeFileSync(join(folder, 'user.ts'), `${lines.join('\n')}\n`);
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const options = [
      '--noEmit',
      '--strict',
      '--exactOptionalPropertyTypes',
      '--target',
      'es2024',
      '--module',
      'nodenext',
    ];
    const types = ['--types', 'node', '--typeRoots', join(root, 'node_modules/@types')];
    run(process.execPath, [tsc, ...options, ...types, 'user.ts'], folder);
  });

  test('the call explains a capture', () => {
    writeFileSync(join(folder, 'called.pcap'), refusedConnection());
    const program =
      "const { explain } = await import('fivewhys'); console.log((await explain('called.pcap')).findings[0].cause)";
    assert.equal(run(process.execPath, ['--input-type=module', '-e', program], folder), 'closed-port\n');
  });

  followThrottleReadme(folder, env);

  describe('the command', () => {
    const command = (...args: string[]) =>
      spawnSync(join(folder, 'node_modules/.bin/fivewhys'), args, { cwd: folder, env, encoding: 'utf8' });

    test('brings nothing but what it parses its arguments with', () => {
      const { dependencies = {}, optionalDependencies = {} } = readManifest(
        join(folder, 'node_modules/@fivewhys/cli/package.json'),
      );
      assert.deepEqual(Object.keys(dependencies), ['commander']);
      // Everything but usage works without it.
      assert.deepEqual(Object.keys(optionalDependencies), ['@duckdb/node-api']);
    });

    test('says its version', () => {
      const { status, stdout, stderr } = command('--version');
      assert.equal(stderr, '');
      assert.equal(stdout, `${readManifest(join(root, 'packages/cli/package.json')).version}\n`);
      assert.equal(status, 0);
    });

    test('shows the catalogue, which it loads when it is asked for', () => {
      const { status, stdout, stderr } = command('causes', 'half-open');
      assert.deepEqual([status, stderr], [0, '']);
      assert.match(stdout, /^half-open: one end had forgotten the connection\n/);
    });

    test('supervises a worker until its work is done', () => {
      const worker = ['node', '-e', 'console.log("worked")'];
      const { status, stdout, stderr } = command(
        'supervise',
        '--restart',
        'on-failure',
        '--state',
        'state',
        '--',
        ...worker,
      );
      assert.deepEqual([status, stdout], [0, 'worked\n'], stderr);
      assert.match(stderr, /"event":"worker-died","death":\{"cause":"clean-exit"/);
    });

    test('says who used what, as long as its database is there, and which code it is when it is not', () => {
      writeFileSync(join(folder, 'usage.log'), accessLine());
      const { status, stdout, stderr } = command('usage', 'usage.log', '--format', 'csv');
      assert.deepEqual([status, stderr], [0, '']);
      assert.match(stdout, /^1,ann,808\.47,1,1,0,0\r$/m);
      renameSync(join(folder, 'node_modules/@duckdb'), join(folder, 'duckdb-away'));
      try {
        const without = command('usage', 'usage.log');
        assert.deepEqual([without.status, without.stdout], [2, '']);
        assert.match(without.stderr, /npm install @duckdb\/node-api \(USAGE_ENGINE_MISSING\)/);
        assert.equal(command('causes', 'half-open').status, 0);
      } finally {
        renameSync(join(folder, 'duckdb-away'), join(folder, 'node_modules/@duckdb'));
      }
    });

    test('explains a capture in which a closed port answers with a reset', () => {
      writeFileSync(join(folder, 'refused.pcap'), refusedConnection());
      const { status, stdout, stderr } = command('explain', 'refused.pcap', '--format', 'json');
      assert.equal(stderr, '');
      assert.equal(status, 1);
      const { summary, findings } = JSON.parse(stdout);
      assert.equal(summary.resets, 1);
      assert.equal(findings.length, 1);
      assert.equal(findings[0].cause, 'closed-port');
    });
  });
});

function accessLine(): string {
  return '{"time":"2026-03-01T10:00:00.000Z","method":"GET","path":"/","status":200,"x_usage_request_cost":"808.47","x_usage_account":"ann"}\n';
}

function readManifest(path: string): Manifest {
  return JSON.parse(readFileSync(path, 'utf8')) as Manifest;
}

/** A package is imported through its index, or run through its main. */
function entryOf({ bin }: Manifest): string {
  return bin === undefined ? 'index.ts' : 'main.ts';
}

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder).toSorted();
}

/** The files of a bundle that one of the entries leads to. */
function filesNamedFrom(folder: string, entries: readonly string[]): readonly string[] {
  const named = new Set(entries);
  for (const file of named) {
    const text = readFileSync(join(folder, file), 'utf8');
    for (const [, other = ''] of text.matchAll(/(?:from|import|import\() ?"\.\/([^"]+)"/g)) named.add(other);
  }
  return [...named].toSorted();
}

function dependencyCount({ dependencies = {} }: Manifest): number {
  return Object.keys(dependencies).length;
}

function pack(source: string, destination: string, ...options: readonly string[]): Packed {
  const output = run('npm', ['pack', '--json', '--silent', '--pack-destination', destination, ...options], source);
  const [packed] = JSON.parse(output) as Packed[];
  assert(packed);
  return packed;
}

/** The packages from the registry that the published ones need, and those that these need in turn. */
function dependencyFolders(): ReadonlySet<string> {
  const folders = new Set<string>();
  const own = new Set(published.map(({ manifest }) => manifest.name));
  const collect = ({ dependencies = {}, optionalDependencies = {} }: Manifest): void => {
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const folder = join(root, 'node_modules', name);
      // Of the builds for other platforms there is none here.
      if (own.has(name) || folders.has(folder) || (name in optionalDependencies && !existsSync(folder))) continue;
      folders.add(folder);
      collect(readManifest(join(folder, 'package.json')));
    }
  };
  for (const { manifest } of published) collect(manifest);
  return folders;
}

function run(file: string, args: readonly string[], cwd: string): string {
  try {
    return execFileSync(file, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    const { status, stdout, stderr } = error as { status: number; stdout: string; stderr: string };
    throw new Error(`${[file, ...args].join(' ')} in ${cwd} ended with ${status}:\n${stdout}\n${stderr}`);
  }
}

/** A capture of two frames: a SYN to port 81 of 192.0.2.2, and the reset that answers it. */
function refusedConnection(): Buffer {
  const syn = { from: 1, to: 2, fromPort: 40_000, toPort: 81, sequence: 1000, acknowledgment: 0, flags: 0x02 };
  const reset = { from: 2, to: 1, fromPort: 81, toPort: 40_000, sequence: 0, acknowledgment: 1001, flags: 0x14 };
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(65_535, 16);
  header.writeUInt32LE(1, 20);
  return Buffer.concat([header, ...[syn, reset].flatMap((segment, index) => [recordHeader(index), frame(segment)])]);
}

function recordHeader(index: number): Buffer {
  const header = Buffer.alloc(16);
  header.writeUInt32LE(1_772_359_200, 0);
  header.writeUInt32LE(index * 100, 4);
  header.writeUInt32LE(54, 8);
  header.writeUInt32LE(54, 12);
  return header;
}

interface Segment {
  readonly from: number;
  readonly to: number;
  readonly fromPort: number;
  readonly toPort: number;
  readonly sequence: number;
  readonly acknowledgment: number;
  readonly flags: number;
}

/** Ethernet, IPv4 and TCP without options, both checksums right. */
function frame({ from, to, fromPort, toPort, sequence, acknowledgment, flags }: Segment): Buffer {
  const ethernet = Buffer.from([2, 0, 0, 0, 0, to, 2, 0, 0, 0, 0, from, 0x08, 0x00]);
  const ip = Buffer.from([0x45, 0, 0, 40, 0, 1, 0x40, 0, 64, 6, 0, 0, 192, 0, 2, from, 192, 0, 2, to]);
  ip.writeUInt16BE(checksum(ip), 10);
  const tcp = Buffer.alloc(20);
  tcp.writeUInt16BE(fromPort, 0);
  tcp.writeUInt16BE(toPort, 2);
  tcp.writeUInt32BE(sequence, 4);
  tcp.writeUInt32BE(acknowledgment, 8);
  tcp.writeUInt16BE(0x5000 | flags, 12);
  tcp.writeUInt16BE(flags & 0x04 ? 0 : 64_240, 14);
  tcp.writeUInt16BE(checksum(Buffer.concat([ip.subarray(12), Buffer.from([0, 6, 0, 20]), tcp])), 16);
  return Buffer.concat([ethernet, ip, tcp]);
}

/** The Internet checksum, RFC 1071, of an even number of bytes. */
function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let offset = 0; offset < bytes.length; offset += 2) sum += bytes.readUInt16BE(offset);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
