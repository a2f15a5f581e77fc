import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Finding } from '@fivewhys/evidence';
import { explainText } from '../explain-text.ts';
import { abort, because } from './abort-stories.ts';
import { causes, details, onlyFinding } from './only-finding.ts';
import { line, opening } from './segments.ts';

describe('socket-destroyed', () => {
  const other = (at: string, ttl: number, segment: string) =>
    line(
      at,
      ttl,
      90,
      `${ttl === 64 ? '192.0.2.1.41000 > 192.0.2.2.443:' : '192.0.2.2.443 > 192.0.2.1.41000:'} ${segment}`,
    );

  it('is likely when connections of several ports of one host go in the same moment', async () => {
    const { findings } = await explainText([
      ...opening(),
      ...other('01.000000', 64, 'Flags [S], seq 300, win 64240, options [mss 1460]'),
      ...other('01.010000', 62, 'Flags [S.], seq 800, ack 301, win 64240, options [mss 1460]'),
      ...other('01.010100', 64, 'Flags [.], ack 801, win 501'),
      ...other('01.011000', 64, 'Flags [P.], seq 301:401, ack 801, win 501'),
      ...other('01.021000', 62, 'Flags [P.], seq 801:901, ack 401, win 501'),
      ...other('01.021100', 64, 'Flags [.], ack 901, win 501'),
      ...abort('20.000000'),
      ...other('20.000200', 62, 'Flags [R.], seq 901, ack 401, win 501'),
    ]);
    assert.equal(findings.length, 1);
    assert.equal(findings[0]?.cause, 'socket-destroyed');
    assert.equal(findings[0]?.verdict, 'likely');
    assert.match(details(findings[0] as Finding), /ports 80, 443/);
    assert.match(because(findings[0]?.stillPossible ?? [], 'application-abort'), /one program may serve these ports/);
  });

  const others = () =>
    [41_000, 41_001].flatMap((port, index) => {
      const ends = { there: `192.0.2.1.${port} > 192.0.2.2.443:`, back: `192.0.2.2.443 > 192.0.2.1.${port}:` };
      return [
        ...line(`0${index + 1}.000000`, 64, 90, `${ends.there} Flags [S], seq 300, win 64240, options [mss 1460]`),
        ...line(
          `0${index + 1}.010000`,
          62,
          0,
          `${ends.back} Flags [S.], seq 800, ack 301, win 64240, options [mss 1460]`,
        ),
        ...line(`0${index + 1}.010100`, 64, 91, `${ends.there} Flags [.], ack 801, win 501`),
      ];
    });

  it('takes those that went one after the other for one moment, however many there were', async () => {
    const { findings } = await explainText([
      ...opening(),
      ...others(),
      ...abort('20.000000'),
      ...line('20.015000', 62, 92, '192.0.2.2.443 > 192.0.2.1.41000: Flags [R.], seq 801, ack 301, win 501'),
      ...line('20.030000', 62, 93, '192.0.2.2.443 > 192.0.2.1.41001: Flags [R.], seq 801, ack 301, win 501'),
    ]);
    assert.deepEqual(
      findings.map(({ cause, count }) => [cause, count]),
      [['socket-destroyed', 3]],
    );
  });

  it('leaves a program that serves all of the ports possible, however many connections went', async () => {
    const { findings } = await explainText([
      ...opening(),
      ...others(),
      ...abort('20.000000'),
      ...line('20.000200', 62, 92, '192.0.2.2.443 > 192.0.2.1.41000: Flags [R.], seq 801, ack 301, win 501'),
      ...line('20.000300', 62, 93, '192.0.2.2.443 > 192.0.2.1.41001: Flags [R.], seq 801, ack 301, win 501'),
    ]);
    assert.ok(findings.length > 0);
    for (const finding of findings) {
      assert.equal(finding.cause, 'socket-destroyed');
      assert.ok(causes(finding.stillPossible).includes('application-abort'));
    }
  });

  it('is only named for one connection alone', async () => {
    const finding = await onlyFinding([...opening(), ...abort('20.000000')]);
    assert.equal(finding.cause, 'application-abort');
    assert.ok(causes(finding.stillPossible).includes('socket-destroyed'));
  });
});
