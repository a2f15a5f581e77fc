import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync, zstdCompressSync } from 'node:zlib';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const main = join(root, 'packages/cli/src/main.ts');
const capture = join(root, 'captures/closed-port.pcap');
const folder = mkdtempSync(join(tmpdir(), 'fivewhys-'));
after(() => rmSync(folder, { recursive: true, force: true }));

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function explain(args: readonly string[], options: { input?: Uint8Array; env?: Record<string, string> } = {}): Run {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=@fivewhys/source', main, 'explain', ...args],
    { encoding: 'utf8', cwd: folder, env: { ...process.env, ...options.env }, input: options.input ?? '' },
  );
  return { status, stdout, stderr };
}

function file(name: string, content: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('the exit status of explain', () => {
  it('is 1 with findings, and nothing is written to standard error', () => {
    const { status, stderr } = explain([capture]);
    assert.deepEqual({ status, stderr }, { status: 1, stderr: '' });
  });

  it('is 0 when nothing wrong was found, also when harmless resets were', () => {
    assert.equal(explain([join(root, 'captures/time-wait-reuse-accepted.pcap')]).status, 0);
    assert.equal(explain([join(root, 'captures/harmless-rst-after-close.pcap')]).status, 0);
  });

  it('is 0 for the log of a proxy that saw no failure', () => {
    const log = '192.0.2.9 - - [01/Mar/2026:10:00:00 +0100] "GET / HTTP/1.1" 200 157 "-" "curl/8"\n'.repeat(3);
    const { status, stdout } = explain([file('access.log', log)]);
    assert.equal(status, 0);
    assert.match(stdout, /proxy-log, 3 lines/);
    assert.match(stdout, /^Nothing wrong was found in what the logs tell\.$/m);
  });

  it('is 2 for wrong usage', () => {
    for (const args of [
      [],
      ['--format', 'xml', capture],
      ['--stream', '-1', capture],
      ['--filter', 'a:b:c', capture],
    ]) {
      const { status, stdout, stderr } = explain(args);
      assert.equal(status, 2, args.join(' '));
      assert.equal(stdout, '');
      assert.notEqual(stderr, '');
    }
  });

  it('is 3 when no input could be read, each with its code', () => {
    const inputs = {
      CAPTURE_EMPTY: file('empty.pcap', ''),
      CAPTURE_UNKNOWN_FORMAT: file('x.jpg', new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])),
      INPUT_IS_DIRECTORY: mkdtempSync(join(folder, 'empty-')),
      INPUT_NOT_FOUND: join(folder, 'nothing.pcap'),
    };
    for (const [code, path] of Object.entries(inputs)) {
      const { status, stdout } = explain([path]);
      assert.equal(status, 3);
      assert.match(stdout, new RegExp(code));
    }
  });

  it('goes by the findings when one of several inputs could not be read', () => {
    const { status, stdout } = explain([join(folder, 'nothing.pcap'), capture]);
    assert.equal(status, 1);
    assert.match(stdout, /INPUT_NOT_FOUND/);
    assert.match(stdout, /closed-port/);
  });
});

describe('explain', () => {
  const json = (args: readonly string[], input?: Uint8Array) =>
    JSON.parse(explain(['--format', 'json', ...args], input === undefined ? {} : { input }).stdout);
  const bytes = readFileSync(capture);

  it('reads standard input, gzip and zstd as it reads the file, whatever their names', () => {
    const { findings } = json([capture]);
    assert.deepEqual(json(['-'], bytes).findings, findings);
    assert.deepEqual(json([file('a.txt', gzipSync(bytes))]).findings, findings);
    assert.deepEqual(json([file('b.jpg', zstdCompressSync(bytes))]).findings, findings);
  });

  it("takes counters and the kernel's trace by name as among the inputs", () => {
    const trace = file(
      'trace.txt',
      ' sshd-1 [000] ..s1. 10.000001: tcp_send_reset: skbaddr=00000000a86c0435 skaddr=0000000000000000 src=10.9.9.9:22 dest=10.9.9.8:40000 state=UNKNOWN reason=NO_SOCKET\n',
    );
    const counters = ['before', 'after'].map((when, index) =>
      file(`${when}.txt`, `# nstat -asz\n#kernel\nTcpOutRsts           ${index * 3}   0.0\n`),
    );
    const named = json([capture, '--counters', ...counters, '--kernel-events', trace]);
    assert.deepEqual(named, json([capture, ...counters, trace]));
    assert.deepEqual(
      named.inputs.map(({ kind }: { kind: string }) => kind),
      ['pcap', 'counters', 'counters', 'counters'],
    );
  });

  it('explains what there is of a file that is still being written, and says where it ends', () => {
    const { inputs, findings } = json([file('half.pcap', bytes.subarray(0, bytes.length - 7))]);
    assert.equal(inputs[0].damage.length, 1);
    assert.match(inputs[0].damage[0].reason, /still being written, or cut short/);
    assert.equal(findings.length, 1);
  });

  it('narrows to a stream, to an end, to a cause', () => {
    assert.deepEqual(
      json([capture, '--stream', '2']).connections.map(({ stream }: { stream: number }) => stream),
      [2],
    );
    assert.equal(json([capture, '--filter', ':8099', '--connections']).summary.connections, 3);
    assert.equal(json([capture, '--filter', '10.83.9.2:9']).summary.connections, 0);
    assert.equal(json([capture, '--cause', 'time-wait-reuse']).findings.length, 0);
    assert.equal(json([capture, '--cause', 'closed-port']).findings.length, 1);
  });

  it('does not say of what was left out that it is not there, or that nothing is wrong with it', () => {
    const headline = (...args: string[]) =>
      explain([capture, ...args])
        .stdout.split('\n\n')[1]
        ?.split('\n')[0];
    assert.equal(headline('--stream', '99'), 'Nothing was looked at: no connection is stream 99.');
    assert.equal(headline('--filter', ':9'), 'Nothing was looked at: no connection has the end :9.');
    assert.equal(headline('--cause', 'half-open'), 'No finding is of the cause half-open.');
    assert.match(
      explain([capture, '--stream', '1']).stdout,
      /\nSummary: 32 frames \(3 RST frames\), looked at 1 of 5 connections, 1 of them with resets\.\n/,
    );
  });

  it('says why it is not the cause that someone suspects', () => {
    const { outcome, because } = json([capture, '--why-not', 'time-wait-reuse']).findings[0].whyNot;
    assert.deepEqual([outcome, because], ['did-not-fit', ['no SYN was answered by a bare ACK']]);
    assert.equal(json([capture]).findings[0].whyNot, undefined);
  });

  it('lists every connection only when asked to', () => {
    assert.equal(json([capture]).connections, undefined);
    assert.equal(json([capture, '--connections']).connections.length, 5);
  });

  it('uses no colour off a terminal, and ASCII alone when asked to', () => {
    const { stdout } = explain([capture, '--ascii']);
    assert.ok(!stdout.includes('\x1b'));
    assert.match(stdout, /^[\x20-\x7e\n]*$/);
  });

  it('keeps to the width of a narrow terminal', () => {
    const { stdout } = explain([capture], { env: { COLUMNS: '50' } });
    const prose = stdout.split('\n').filter((line) => !line.includes('tcpdump') && !line.includes('nstat'));
    assert.ok(prose.every((line) => [...line].length <= 50));
  });

  it('ends quietly when the reader of its output leaves early', async () => {
    const child = spawn(process.execPath, ['--conditions=@fivewhys/source', main, 'explain', capture, '--verbose'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    const status = await new Promise((resolve) => child.on('close', resolve));
    assert.deepEqual({ status, stderr }, { status: 1, stderr: '' });
  });
});

describe('an answer that can not be written', () => {
  const full = existsSync('/dev/full') ? false : 'there is no /dev/full';

  it('is an error with a code, of help as of findings', { skip: full }, () => {
    for (const args of [['explain', capture], ['--help'], ['completion', 'bash']]) {
      const { status, stderr } = spawnSync(process.execPath, ['--conditions=@fivewhys/source', main, ...args], {
        stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
        encoding: 'utf8',
      });
      assert.deepEqual(
        [status, stderr],
        [2, "error: the answer can't be written: no space left on device (OUTPUT_FAILED)\n"],
        args.join(' '),
      );
    }
  });
});

describe('Ctrl-C while a pipe is read', () => {
  const start = () =>
    spawn(process.execPath, ['--conditions=@fivewhys/source', main, 'explain', '-'], { stdio: 'pipe' });
  const said = (child: ReturnType<typeof start>) => {
    const texts = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].on('data', (chunk) => {
        texts[name] += chunk;
      });
    }
    return texts;
  };
  const ended = (child: ReturnType<typeof start>) =>
    new Promise<unknown>((resolve) => child.on('close', (status, signal) => resolve(signal ?? status)));

  it('means enough: what came before the pipe ends is explained', async () => {
    const child = start();
    const texts = said(child);
    child.stdin.write(readFileSync(capture));
    // Standard input is opened when the command is ready for it.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    child.kill('SIGINT');
    await new Promise((resolve) => child.stderr.once('data', resolve));
    child.stdin.end();
    assert.equal(await ended(child), 1);
    assert.match(texts.stderr, /^\nenough: the answer follows when the pipe ends; Ctrl-C again gives it up\n$/);
    assert.match(texts.stdout, /closed-port/);
  });

  it('a second time ends it without an answer', async () => {
    const child = start();
    const texts = said(child);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    child.kill('SIGINT');
    await new Promise((resolve) => child.stderr.once('data', resolve));
    child.kill('SIGINT');
    assert.equal(await ended(child), 'SIGINT');
    assert.equal(texts.stdout, '');
  });
});

describe('wrong usage', () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['--conditions=@fivewhys/source', main, ...args], { encoding: 'utf8' });

  it('is quoted as plain text: a star of the shell stands for names of any kind', () => {
    const { status, stderr } = run('explain', '--\x1b]0;title\x07\x1b[31mred');
    assert.deepEqual([status, stderr.includes('\x1b'), stderr.includes("unknown option '--red'")], [2, false, true]);
  });

  it('in asking for help is told, too', () => {
    const { status, stderr } = run('help', 'expain');
    assert.equal(status, 2);
    assert.match(stderr, /^error: unknown command 'expain'\n/);
    assert.equal(run('help', 'explain').status, 0);
    assert.equal(run('help').status, 0);
  });
});

describe('README.md', () => {
  it('shows what its command prints', () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const block = /```\n(f1 [\s\S]*?)\n {2}…\n```/.exec(readme)?.[1] ?? '';
    const { stdout } = explain([join(root, 'captures/time-wait-reuse-balancer.pcap')], {
      env: { LC_ALL: 'C.UTF-8', COLUMNS: '100' },
    });
    assert.ok(block.length > 1000);
    assert.ok(stdout.includes(block));
  });
});

describe('--annotate', () => {
  it('writes the capture with the claims on the frames that they rest on', () => {
    const out = join(folder, 'annotated.pcapng');
    assert.equal(explain([capture, '--annotate', out]).status, 1);
    const bytes = readFileSync(out);
    assert.equal(bytes.readUInt32BE(0), 0x0a0d0d0a);
    assert.ok(bytes.includes('fivewhys f1: '));
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.startsWith('annotated')),
      ['annotated.pcapng'],
    );
    const again = explain([out, '--format', 'json']);
    const findings = (text: string) => JSON.parse(text).findings;
    assert.deepEqual(findings(again.stdout), findings(explain([capture, '--format', 'json']).stdout));
  });

  it('of anything but one capture file is an error with a code, and leaves nothing behind', () => {
    const log = file('ci.log', 'curl: (56) Recv failure: Connection reset by peer\n');
    const out = join(folder, 'none.pcapng');
    const other = file('other.pcap', readFileSync(join(root, 'captures/late-data.pcap')));
    for (const inputs of [[log], [capture, other], ['-']]) {
      const { status, stderr } = explain([...inputs, '--annotate', out], { input: readFileSync(capture) });
      assert.deepEqual([status, stderr.includes('ANNOTATE_ONE_CAPTURE')], [2, true], inputs.join(' '));
    }
    const nowhere = explain([capture, '--annotate', join(folder, 'no', 'such', 'folder.pcapng')]);
    assert.deepEqual([nowhere.status, nowhere.stderr.includes('ANNOTATE_FAILED')], [2, true]);
    assert.match(nowhere.stdout, /closed-port/, 'the answer is there all the same');
    assert.throws(() => readFileSync(out), { code: 'ENOENT' });
  });
});
