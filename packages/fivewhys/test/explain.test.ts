import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createReadStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { CodedError, explain, type Input, renderers } from 'fivewhys';

const capture = join(import.meta.dirname, '../../../captures/closed-port.pcap');
const bytes = readFileSync(capture);

/** Pieces of all lengths from none to a few hundred bytes. */
async function* pieces() {
  for (let offset = 0, length = 0; offset < bytes.length; offset += length, length = (length * 7 + 3) % 400) {
    yield bytes.subarray(offset, offset + length);
  }
}

describe('explain, as a call,', () => {
  it('finds the same in a path, in bytes, in a stream and in pieces', async () => {
    const { findings } = await explain(capture);
    assert.deepEqual(
      findings.map(({ cause, verdict, count }) => [cause, verdict, count]),
      [['closed-port', 'likely', 3]],
    );
    const inputs: readonly Input[] = [
      { path: 'a', bytes },
      { path: 'a', bytes: createReadStream(capture) },
      { path: 'a', bytes: pieces() },
    ];
    for (const input of inputs) assert.deepEqual((await explain([input])).findings, findings);
  });

  it('names inputs that can not be read, and explains the others', async () => {
    const { inputs, unreadable, findings } = await explain([
      'nothing.pcap',
      capture,
      { path: 'none', bytes: new Uint8Array(0) },
    ]);
    assert.deepEqual(
      unreadable.map(({ path, code }) => [path, code]),
      [
        ['nothing.pcap', 'INPUT_NOT_FOUND'],
        ['none', 'CAPTURE_EMPTY'],
      ],
    );
    assert.deepEqual([inputs.length, findings.length], [1, 1]);
  });

  it('reads a file once that is named twice, by whatever paths', async () => {
    const { inputs, unreadable, findings } = await explain([
      capture,
      capture,
      join(capture, '../../captures/closed-port.pcap'),
    ]);
    assert.deepEqual(
      unreadable.map(({ code }) => code),
      ['INPUT_TWICE', 'INPUT_TWICE'],
    );
    assert.deepEqual([inputs.length, findings[0]?.count], [1, 3]);
  });

  it('says of a file that is not found, and whose name is no UTF-8, how to hand it over', async () => {
    const { unreadable } = await explain(['nothing.pcap', 'bad\ufffd.pcap']);
    assert.deepEqual(
      unreadable.map(({ message }) => message.includes('fivewhys explain - < FILE')),
      [false, true],
    );
  });

  it('knows the size of a file beforehand, and not of a compressed one', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fivewhys-'));
    const packed = join(folder, 'a.pcap.gz');
    writeFileSync(packed, gzipSync(bytes));
    const totals: (number | undefined)[] = [];
    await explain([capture, packed], { onProgress: ({ done, totalBytes }) => done && totals.push(totalBytes) });
    rmSync(folder, { recursive: true });
    assert.deepEqual(totals, [bytes.length, undefined]);
  });

  it('gives up when it is aborted, also while it waits for a stream, and lets the stream go', async () => {
    const reason = new Error('enough');
    await assert.rejects(explain(capture, { signal: AbortSignal.abort(reason) }), reason);
    const waiting = new PassThrough();
    waiting.write(bytes.subarray(0, 1000));
    const controller = new AbortController();
    const explaining = explain({ path: 'upload', bytes: waiting }, { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 50);
    await assert.rejects(explaining, reason);
    // It answers what was asked of it before, and then it is closed.
    waiting.end();
    await once(waiting, 'close');
    const { findings } = await explain(capture, { signal: new AbortController().signal });
    assert.equal(findings.length, 1);
  });

  it('lets a stream go that is no capture', async () => {
    const stream = createReadStream(capture, { start: 3 });
    const { unreadable } = await explain({ path: 'upload', bytes: stream });
    assert.equal(unreadable[0]?.code, 'CAPTURE_UNKNOWN_FORMAT');
    if (!stream.closed) await once(stream, 'close');
    assert.ok(stream.destroyed);
  });

  it('names an input whose stream breaks off, by its reason', async () => {
    async function* broken() {
      yield bytes.subarray(0, 10);
      throw new Error('connection lost');
    }
    const { unreadable } = await explain({ path: 'upload', bytes: broken() });
    assert.deepEqual(
      unreadable.map(({ code, message }) => [code, /connection lost/.test(message)]),
      [['INPUT_FAILED', true]],
    );
  });

  it('narrows, and lists connections, as the command does', async () => {
    const { connections, findings } = await explain(capture, {
      connections: true,
      filter: ':8099',
      whyNot: 'half-open',
    });
    assert.equal(connections?.length, 3);
    assert.equal(findings[0]?.whyNot?.cause, 'half-open');
    assert.equal((await explain(capture, { stream: 0 })).findings.length, 0);
    assert.equal((await explain(capture, { cause: 'harmless' })).findings.length, 0);
  });

  it('throws a coded error for options that mean nothing, before it reads', async () => {
    await assert.rejects(
      explain('nothing', { cause: 'closd-port' }),
      (error) => error instanceof CodedError && error.code === 'CAUSE_UNKNOWN',
    );
    await assert.rejects(explain('nothing', { whyNot: '' }), { code: 'CAUSE_UNKNOWN' });
    await assert.rejects(explain('nothing', { filter: 'a:b:c' }), { code: 'FILTER_UNKNOWN' });
  });

  it('tells how far it is, and when an input is done with', async () => {
    const told: (readonly [string, boolean])[] = [];
    await explain([capture, 'nothing'], { onProgress: ({ path, done }) => told.push([path, done]) });
    assert.deepEqual(told.at(-1), [capture, true]);
    assert.equal(told.filter(([, done]) => done).length, 1);
  });

  it('gives what the renderers take', async () => {
    const explanation = await explain(capture);
    const { output, exitCode } = renderers.markdown(explanation, { width: 80, color: false, unicode: true });
    assert.equal(exitCode, 1);
    assert.match(output, /^# closed-port \(likely\) in 3 connections/);
  });
});
