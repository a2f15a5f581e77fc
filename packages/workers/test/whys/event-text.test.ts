import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { looksLikeWorkerEvents } from '../../src/whys/looks-like-worker-events.ts';
import { concluded, deathOf, died, line, only, readAll, roundTrip } from './told.ts';

const abort = deathOf({ signal: 'SIGABRT' }, roundTrip);
const file = [
  line(0, { event: 'supervisor-started', pid: 9, containment: 'cookie', countsMemory: false, promise: 'none' }),
  died(1, 'mail.0', abort),
  died(2, 'mail.1', abort),
].join('\n');

describe('files of events', () => {
  it('are known by their beginning, also where standard error stands between', () => {
    assert.ok(looksLikeWorkerEvents(file));
    assert.ok(looksLikeWorkerEvents(`a worker said something\n${file}`));
    assert.ok(!looksLikeWorkerEvents('{"level":30,"msg":"supervisor, event"}\n'));
    assert.ok(!looksLikeWorkerEvents('{"version":1,"path":"a"}\n'));
  });

  it('whose last line is cut off are read as far as they go, and that is said', () => {
    const { whys, reports } = readAll([file.slice(0, -40)]);
    assert.equal(only(whys.findings()).count, 1);
    assert.deepEqual(reports[0]?.damage, [{ line: 3, reason: 'the last line is cut off' }]);
  });

  it('that are damaged in the middle are read behind it', () => {
    const [first, second, third] = file.split('\n');
    const { whys, reports } = readAll([
      [first, second?.slice(0, 60), '{"version":1,"instant":"never","event":"worker-died"}', third].join('\n'),
    ]);
    assert.equal(only(whys.findings()).count, 1);
    assert.deepEqual(
      reports[0]?.damage.map(({ line }) => line),
      [2, 3],
    );
  });

  it('name a field that is missing', () => {
    const broken = file.replace('"lastLines"', '"lostLines"');
    const { reports } = readAll([broken]);
    assert.deepEqual(reports[0]?.damage, [{ line: 2, reason: 'the event worker-died has no death that can be read' }]);
  });

  it('of a later version, and lines of others, are counted and not read', () => {
    const { reports } = readAll([`${file}\n{"version":2,"instant":"x"}\nplain words\n`]);
    assert.deepEqual(reports[0]?.notes, [
      '1 line that no supervisor wrote: not read',
      '1 line of a later version: not understood',
    ]);
  });

  it('that were rotated are put together in time order, whichever is named first', () => {
    const [first = '', second = '', third = ''] = file.split('\n');
    const finding = only(concluded(third, [first, second].join('\n')));
    assert.equal(finding.count, 2);
    const deaths = finding.whys.find(({ claim }) => /died/.test(claim));
    assert.deepEqual(
      deaths?.evidence.map(({ input, lines }) => [input, lines]),
      [
        [1, [2]],
        [0, [1]],
      ],
    );
  });

  it('count an event once that stands in two of them', () => {
    assert.equal(only(concluded(file, file)).count, 2);
  });

  it('give the same in pieces of any size', () => {
    const whole = concluded(file);
    for (const piece of [1, 7, 64]) assert.deepEqual(readAll([file], piece).whys.findings(), whole);
  });

  it('never throw, whatever stands in them', () => {
    const events = file.split('\n');
    const spoilt = fc
      .constantFrom(...events)
      .chain((event) =>
        fc
          .tuple(fc.nat(event.length), fc.nat(20), fc.string())
          .map(([at, length, text]) => event.slice(0, at) + text + event.slice(at + length)),
      );
    fc.assert(
      fc.property(fc.array(fc.oneof(spoilt, fc.constantFrom(...events), fc.string(), fc.json())), (lines) => {
        concluded(lines.join('\n'));
      }),
      { numRuns: 300 },
    );
  });
});
