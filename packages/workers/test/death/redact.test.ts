import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readReport } from '../../src/death/diagnostic-report.ts';
import { redact } from '../../src/death/redact.ts';

describe('what looks like a secret is taken out', () => {
  for (const [text, expected] of [
    ['DB_PASSWORD=hunter2 next', 'DB_PASSWORD=[redacted] next'],
    ['{"apiKey":"abc123","n":1}', '{"apiKey":"[redacted]","n":1}'],
    ['Authorization: Bearer abc.def.ghi', 'Authorization: [redacted]'],
    ['sent bearer abcdefgh1234', 'sent bearer [redacted]'],
    ['redis://user:pa55@cache:6379/0', 'redis://user:[redacted]@cache:6379/0'],
    ['at log (/app/logger.js:7:3)', 'at log (/app/logger.js:7:3)'],
  ] as const) {
    it(text, () => assert.equal(redact(text), expected));
  }
});

describe('a diagnostic report', () => {
  const report = {
    header: { event: 'Allocation failed', trigger: 'OOMError', processId: 7, commandLine: ['node', '--token=x'] },
    javascriptStack: { stack: ['at log (a.js:1:1)'] },
    javascriptHeap: { usedMemory: 10, memoryLimit: 20 },
    environmentVariables: { SECRET: 'hunter2' },
    libuv: [{ remoteEndpoint: { host: 'db' } }],
  };

  it('loses environment, handles and command line, and keeps heap and stack', () => {
    const { excerpt, redacted } = readReport(JSON.stringify(report), 7, 'r.json') ?? assert.fail();
    assert.doesNotMatch(redacted, /hunter2|token=x|"db"/);
    assert.match(redacted, /at log \(a\.js:1:1\)/);
    assert.deepEqual(excerpt, {
      path: 'r.json',
      trigger: 'OOMError',
      event: 'Allocation failed',
      heapUsedBytes: 10,
      heapLimitBytes: 20,
      javascriptStack: ['at log (a.js:1:1)'],
    });
  });

  it('of another process, or damaged, is none', () => {
    assert.equal(readReport(JSON.stringify(report), 8, 'r.json'), undefined);
    assert.equal(readReport('{"header":', 7, 'r.json'), undefined);
  });
});
