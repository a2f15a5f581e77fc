import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { explain, renderers } from 'fivewhys';

const folder = mkdtempSync(join(tmpdir(), 'fivewhys-events-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const common = { version: 1, supervisor: 'shop' };
const started = {
  ...common,
  instant: '2026-03-01T10:00:00Z',
  event: 'worker-started',
  worker: 'mail.0',
  instance: 1,
  pid: 7,
  command: ['node'],
};
const died = {
  ...common,
  instant: '2026-03-01T10:00:05Z',
  event: 'worker-died',
  worker: 'mail.0',
  instance: 1,
  pid: 7,
  death: {
    cause: 'abort',
    claim: 'it aborted itself',
    evidence: ['ended by SIGABRT'],
    signal: 'SIGABRT',
    abortClass: true,
    lastLines: [
      'RangeError: Maximum call stack size exceeded',
      ...['logger', 'flags', 'logger', 'flags'].map((name) => `    at f (/srv/${name}.js:1:1)`),
    ],
    javascriptStack: [],
  },
};
const text = `${JSON.stringify(started)}\n${JSON.stringify(died)}\n`;

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('explain, of events of workers', () => {
  it('tells them by their content, compressed or not, and names the lines', async () => {
    for (const path of [file('a.txt', text), file('b.bin', gzipSync(text))]) {
      const { inputs, findings } = await explain(path);
      assert.deepEqual([inputs[0]?.kind, inputs[0]?.lines], ['worker-events', 2]);
      assert.deepEqual([findings[0]?.id, findings[0]?.cause], ['f1', 'unbounded-recursion']);
      assert.deepEqual(findings[0]?.whys.at(-1)?.evidence[0]?.lines, [2]);
    }
  });

  it('beside a capture and of several files keeps to the inputs that the lines are of', async () => {
    const capture = join(import.meta.dirname, '../../../captures/closed-port.pcap');
    const { findings } = await explain([capture, file('events.jsonl', text)]);
    assert.deepEqual(
      findings.map(({ id, cause }) => [id, cause]),
      [
        ['f1', 'closed-port'],
        ['f2', 'unbounded-recursion'],
      ],
    );
    assert.equal(findings[1]?.whys[0]?.evidence[0]?.input, 1);
  });

  it('narrows to a cause, and says why it is not another', async () => {
    const path = file('events.jsonl', text);
    assert.deepEqual((await explain(path, { cause: 'poison-job' })).findings, []);
    const { findings } = await explain(path, { whyNot: 'kernel-out-of-memory' });
    assert.equal(findings[0]?.whyNot?.outcome, 'ruled-out');
  });

  it('finds nothing wrong where nobody died, and says so', async () => {
    const explanation = await explain(file('well.jsonl', `${JSON.stringify(started)}\n`));
    const { output, exitCode } = renderers.text(explanation, { width: 100, color: false, unicode: true });
    assert.equal(exitCode, 0);
    assert.match(output, /Nothing wrong was found in what the events of workers tell/);
  });

  it('reads a file whose last line is cut off, and reports the damage', async () => {
    const { inputs, findings } = await explain(file('cut.jsonl', text + text.slice(0, 90)));
    assert.deepEqual(inputs[0]?.damage, [{ line: 3, reason: 'the last line is cut off' }]);
    assert.equal(findings.length, 1);
  });

  it('is written in every format with its lines and the title of its cause', async () => {
    const explanation = await explain(file('events.jsonl', text));
    for (const [format, render] of Object.entries(renderers)) {
      const { output, exitCode } = render(explanation, { width: 100, color: false, unicode: true });
      assert.equal(exitCode, 1, format);
      assert.match(output, format === 'json' ? /"lines": \[2\]/ : /line 2: /, format);
      assert.match(output, /logger → flags → logger/, format);
    }
    const { output } = renderers.markdown(explanation, { width: 100, color: false, unicode: true });
    assert.match(output, /unbounded-recursion: code called itself without end/);
  });
});
