import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { elapsedNs, readHostText } from '../src/index.ts';

/** The time that a part gets from a line above it. */
const timeOf = (line: string) => readHostText(`${line}\n#kernel\nTcpOutRsts 1 0.0\n`).parts[0]?.time;

describe('a line with a time', () => {
  it('is read as `date` prints it, in its several ways', () => {
    const at = 1_772_359_200_000_000_000n;
    assert.deepEqual(timeOf('2026-03-01T10:00:00Z'), { text: '2026-03-01T10:00:00Z', wallNs: at, zone: 'UTC' });
    assert.equal(timeOf('2026-03-01T11:00:00+01:00')?.wallNs, at);
    assert.equal(timeOf('2026-03-01 04:30:00.5-0530')?.wallNs, at + 500_000_000n);
    assert.equal(timeOf('Sun Mar  1 10:00:00 UTC 2026')?.wallNs, at);
    assert.equal(timeOf('Sun Mar  1 10:00:00 AM UTC 2026')?.wallNs, at);
    assert.equal(timeOf('===== 2026-03-01 10:00:00 =====')?.wallNs, at);
  });

  it('in a zone that only has a name, or in none, is no instant', () => {
    assert.equal(timeOf('Sun Mar  1 11:00:00 CET 2026')?.zone, 'CET');
    assert.equal(timeOf('2026-03-01 10:00:00')?.zone, '');
  });

  it('is read like Date reads it', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1970-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
        (date) => {
          assert.equal(timeOf(date.toISOString())?.wallNs, BigInt(date.getTime()) * 1_000_000n);
        },
      ),
    );
  });

  it('with a month, day or hour that does not exist is none', () => {
    for (const line of [
      '2026-13-01T10:00:00Z',
      '2026-03-32T10:00:00Z',
      '2026-03-01T24:00:00Z',
      'Sun Foo  1 10:00:00 UTC 2026',
    ]) {
      assert.equal(timeOf(line), undefined, line);
    }
  });

  it('lies a time apart from another one only if both are of one zone', () => {
    const [utc, cet, later] = ['2026-03-01T10:00:00Z', 'Sun Mar  1 11:00:00 CET 2026', '2026-03-01T10:00:12Z'].map(
      timeOf,
    );
    assert.equal(elapsedNs(utc, later), 12_000_000_000n);
    assert.equal(elapsedNs(utc, cet), undefined);
    assert.equal(elapsedNs(utc, undefined), undefined);
  });
});
