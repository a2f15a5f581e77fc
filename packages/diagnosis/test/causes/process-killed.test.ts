import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Finding } from '@fivewhys/evidence';
import { explainText } from '../explain-text.ts';
import { abort, because, byStream, refused } from './abort-stories.ts';
import { causes, details } from './only-finding.ts';
import { fromResponder, opening } from './segments.ts';

describe('process-killed', () => {
  it('is likely for an abort after which the port refuses connections, and explains those', async () => {
    const { findings } = await explainText([
      ...opening({ answered: false }),
      ...abort('00.100000', { seq: 5001 }),
      ...refused('02', 40_009),
    ]);
    assert.deepEqual(
      findings.map(({ cause, verdict }) => [cause, verdict]),
      [
        ['process-killed', 'likely'],
        ['process-killed', 'likely'],
      ],
    );
    assert.match(because(byStream(findings, 0)?.ruledOut ?? [], 'unread-data'), /refused new connections afterwards/);
    assert.match(
      details(byStream(findings, 0) as Finding),
      /^1 new SYN to the port was refused, the first 1\.90 s later: the listener was gone, too$/m,
    );
    assert.match(
      details(byStream(findings, 1) as Finding),
      /1 connection of port 80, the last 1\.90 s before the refusal/,
    );
  });

  it('is likely for several connections that go in the same moment', async () => {
    const { findings } = await explainText([
      ...opening({ answered: false }),
      ...opening({ answered: false, port: 40_001, second: '01' }),
      ...abort('08.000000', { seq: 5001 }),
      ...abort('08.001000', { seq: 5001, port: 40_001 }),
    ]);
    assert.equal(findings.length, 1);
    assert.equal(findings[0]?.cause, 'process-killed');
    assert.equal(findings[0]?.count, 2);
    assert.ok(causes(findings[0]?.stillPossible ?? []).includes('unread-data'));
  });

  it('is not two connections that go in the same moment where the port accepts another afterwards', async () => {
    const { findings } = await explainText([
      ...opening({ answered: false }),
      ...opening({ answered: false, port: 40_001, second: '01' }),
      ...abort('08.000000', { seq: 5001 }),
      ...abort('08.001000', { seq: 5001, port: 40_001 }),
      ...opening({ port: 40_002, second: '12' }),
    ]);
    assert.equal(findings.length, 1);
    assert.equal(findings[0]?.cause, 'unread-data');
    assert.ok(causes(findings[0]?.stillPossible ?? []).includes('process-killed'));
  });

  it('is not two connections that go in the same moment with nothing unread: their process would have left FINs', async () => {
    const handshake = (port: number, second: string) => opening({ answered: false, port, second }).slice(0, 6);
    const mute = (at: string, port: number) =>
      fromResponder(at, 'Flags [R.], seq 5001, ack 1001, win 501, options [TS val 99 ecr 2]', 79, 62, port);
    const { findings } = await explainText([
      ...handshake(40_000, '00'),
      ...handshake(40_001, '01'),
      ...mute('08.000000', 40_000),
      ...mute('08.001000', 40_001),
    ]);
    assert.equal(findings.length, 1);
    const [finding] = findings;
    assert.equal(finding?.cause, 'application-abort');
    assert.match(finding?.symptom ?? '', /before anything was said/);
    assert.match(because(finding?.ruledOut ?? [], 'unread-data'), /^nothing had been sent to it$/);
    assert.match(because(finding?.stillPossible ?? [], 'process-killed'), /SO_LINGER 0/);
    assert.match(
      details(finding as Finding),
      /^1 other connection of the host went in the same moment, within 1\.00 ms$/m,
    );
  });

  it('is not two connections one after the other that are aborted shortly after one another', async () => {
    const { findings } = await explainText([
      ...opening({ answered: false }),
      ...abort('00.999000', { seq: 5001 }),
      ...opening({ answered: false, port: 40_001, second: '01' }),
      ...abort('01.022000', { seq: 5001, port: 40_001 }),
    ]);
    assert.ok(findings.every(({ cause }) => cause === 'unread-data'));
  });
});
