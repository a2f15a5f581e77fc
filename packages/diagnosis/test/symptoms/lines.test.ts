import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatInstant } from '@fivewhys/evidence';
import { instantOf } from '../../src/symptom-reading/line-time.ts';
import { quote } from '../../src/symptom-reading/quote.ts';
import { onlySymptom, readSymptoms } from './read-symptoms.ts';
import type { SymptomInstant } from './sources.ts';

const empty = 'curl: (52) Empty reply from server';
const bytes = (text: string) => new TextEncoder().encode(text);

describe('lines as logs have them', () => {
  it('colours, prefixes of jobs, carriage returns and a byte order mark hide nothing', () => {
    for (const line of [
      `\u001b[31m${empty}\u001b[0m`,
      `\u001b[38;5;196mcurl: (5\u001b[1m2) Empty reply from server`,
      `2026-03-01T10:00:00.1234567Z ##[error]${empty}`,
      `#12 34.56 ${empty}`,
      `build-1  | ${empty}`,
      `\ufeff${empty}`,
      `${empty}\r`,
      `50%\r100%\r${empty}`,
      `\u001b]8;;https://a.example.com\u0007${empty}\u001b]8;;\u0007`,
      `stderr: ${empty}\u0000`,
    ]) {
      assert.equal(onlySymptom(line).phase, 'waiting-for-response', JSON.stringify(line));
    }
  });

  it('a log inside a log is read as it was: lines of a container, and quotes inside quotes', () => {
    const wrapped = onlySymptom(
      JSON.stringify({ log: 'Get "https://a.example.com/": EOF\n', stream: 'stderr', time: '2026-03-01T10:00:00.5Z' }),
    );
    assert.deepEqual(
      [wrapped.phase, wrapped.remote?.name, wrapped.instant.kind],
      ['waiting-for-response', 'a.example.com', 'absolute'],
    );
    const quoted = onlySymptom(
      'time="2026-03-01T10:00:00Z" level=error msg="Handler returned error: Get \\"https://a.example.com/v2/\\": dial tcp 192.0.2.7:443: connect: connection refused"',
    );
    assert.deepEqual([quoted.effect, quoted.remote?.ip], ['refused', '192.0.2.7']);
    const agent = JSON.stringify({ user_agent: 'x"y', response_flags: 'UC' });
    assert.equal(onlySymptom(agent).program, 'envoy');
    assert.equal(readSymptoms('{"log":"curl: (52) Empty reply').symptoms.length, 1);
  });

  it('bytes that are no UTF-8 do not hide a line, and UTF-16 is read, too', () => {
    assert.equal(readSymptoms(new Uint8Array([0xff, 0xfe, 0xc3, ...bytes(empty), 0xe2, 0x80])).symptoms.length, 1);
    assert.equal(readSymptoms(new Uint8Array(Buffer.from(`\ufeffx\n${empty}\n`, 'utf16le'))).symptoms.length, 1);
  });

  it('only a newline counts lines', () => {
    assert.equal(onlySymptom('a\rb\r', 'c\r\rd', `e\r${empty}`).lines[0]?.line, 3);
    for (const [text, lines] of [
      ['', 0],
      ['\n', 1],
      ['a', 1],
      ['a\n', 1],
      ['a\nb', 2],
      ['\n\n', 2],
      ['a\r', 1],
      ['\r', 1],
    ] as const) {
      assert.equal(readSymptoms(text).lines, lines, JSON.stringify(text));
    }
  });

  it('a line is read up to 16 KiB, what lies beyond is cut off and counted, and the next line is whole', () => {
    const filler = 'x'.repeat(20_000);
    const { symptoms, cutLines, lines } = readSymptoms(`${filler} ${empty}\n${empty} ${filler}\n${empty}\n`);
    assert.deepEqual([symptoms[0]?.lines[0]?.line, symptoms[0]?.count, cutLines, lines], [2, 2, 2, 3]);
  });
});

describe('quotes', () => {
  it('leave out names, passwords and queries of URLs', () => {
    const line =
      "fatal: unable to access 'https://bot:s3cret@git.example.com/a.git/?token=s3cret': Empty reply from server";
    assert.equal(
      quote(line, 7),
      "fatal: unable to access 'https://…@git.example.com/a.git/?…': Empty reply from server",
    );
    for (let at = 0; at <= line.length; at += 1) assert.doesNotMatch(quote(line, at), /s3cret/, `${at}`);
    assert.doesNotMatch(onlySymptom(line).lines[0]?.text ?? '', /s3cret/);
  });

  it('are shortened around the telling words', () => {
    const text = quote(`${'a '.repeat(2000)}${empty}${' b'.repeat(2000)}`, 4000);
    assert.ok(text.length <= 310 && text.startsWith('… ') && text.endsWith(' …') && text.includes(empty), text);
    assert.equal(quote(empty, 0), empty);
  });
});

describe('times', () => {
  const shown = (instant: SymptomInstant) =>
    instant.kind === 'none'
      ? 'none'
      : `${instant.kind} ${instant.kind === 'time-of-day' ? instant.sinceMidnightNs / 1e9 : formatInstant(instant.instantNs)}`;

  for (const [line, expected] of [
    ['2026-03-01T10:00:00.1234567Z curl', 'absolute 2026-03-01T10:00:00.123456700Z'],
    ['time="2015-07-30T10:00:31+02:00" level=fatal', 'absolute 2015-07-30T08:00:31.000000000Z'],
    ['2026-03-01 10:00:00 +0100 x', 'absolute 2026-03-01T09:00:00.000000000Z'],
    ['[2026-03-01T10:00:00.310Z] "GET', 'absolute 2026-03-01T10:00:00.310000000Z'],
    ['192.0.2.9 - - [10/Oct/2000:13:55:36 -0700] "GET', 'absolute 2000-10-10T20:55:36.000000000Z'],
    ['192.0.2.9:1 [03/Dec/2012:17:35:10.380] a', 'zoneless 2012-12-03T17:35:10.380000000Z'],
    ['2026/03/01 10:00:00 [error] 1#1: x', 'zoneless 2026-03-01T10:00:00.000000000Z'],
    ['2026-03-01 10:00:00,123 ERROR x', 'zoneless 2026-03-01T10:00:00.123000000Z'],
    ['--2026-03-01 10:00:00--  http://a/', 'zoneless 2026-03-01T10:00:00.000000000Z'],
    ['Mar  1 10:00:00 host sshd[1]: x', 'time-of-day 36000'],
    ['10:00:00.5 x', 'time-of-day 36000.5'],
    ['[10:00:00] x', 'time-of-day 36000'],
    ['{"level":"error","ts":1767261600.123,"msg":"x"}', 'absolute 2026-01-01T10:00:00.123000000Z'],
    ['{"level":50,"time":1767261600123,"msg":"x"}', 'absolute 2026-01-01T10:00:00.123000000Z'],
    [`{"msg":"${'x'.repeat(400)}","@timestamp":"2026-01-01T10:00:00Z"}`, 'absolute 2026-01-01T10:00:00.000000000Z'],
    ['{"msg":"x","port":1767261600}', 'none'],
    ['E0122 10:00:00.123456       1 reflector.go:138] x', 'time-of-day 36000.123456'],
    ['2026-13-01 10:00:00 x', 'none'],
    ['2026-03-01 25:00:00 x', 'none'],
    ['2001:db8:10:00:00 x', 'none'],
    ['curl at 10:00:00', 'none'],
    ['x', 'none'],
  ] as const) {
    it(`"${line}" is ${expected}`, () => assert.equal(shown(instantOf(line)), expected));
  }

  it('a failure told without a time has that of the line which led to it', () => {
    const wget = onlySymptom(
      '--2026-03-01 10:00:00--  https://dl.example.com/a',
      'Connecting to dl.example.com|192.0.2.7|:443... failed: Connection timed out.',
    );
    assert.equal(shown(wget.instant), 'zoneless 2026-03-01T10:00:00.000000000Z');
  });

  it('the first and the last of alike ones have their times', () => {
    const { symptoms } = readSymptoms(`2026-03-01T10:00:00Z ${empty}\n2026-03-01T10:05:00Z ${empty}\n`);
    assert.deepEqual(
      [symptoms[0]?.instant, symptoms[0]?.lastInstant].map((instant) => instant && shown(instant)),
      ['absolute 2026-03-01T10:00:00.000000000Z', 'absolute 2026-03-01T10:05:00.000000000Z'],
    );
  });
});
