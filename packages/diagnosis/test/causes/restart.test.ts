import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Finding } from '@fivewhys/evidence';
import { explainText } from '../explain-text.ts';
import { because, byStream, refused } from './abort-stories.ts';
import { causes, details, onlyFinding } from './only-finding.ts';
import { fromOriginator, fromResponder, opening } from './segments.ts';

describe('restart', () => {
  const again = (second: string, port: number) => [
    ...fromOriginator(
      `${second}.000000`,
      'Flags [P.], seq 1101:1201, ack 5051, win 501, options [TS val 95 ecr 8]',
      30,
      port,
    ),
    ...fromResponder(`${second}.000100`, 'Flags [R], seq 5051, win 0', 0, 62, port),
  ];

  it('is likely for several old connections that are reset when they are used again, refused SYNs in between', async () => {
    const { findings } = await explainText([
      ...opening(),
      ...opening({ port: 40_001, second: '01' }),
      ...refused('05', 40_008),
      ...again('10', 40_000),
      ...again('11', 40_001),
    ]);
    const finding = byStream(findings, 0) as Finding;
    assert.equal(finding.cause, 'restart');
    assert.equal(finding.verdict, 'likely');
    assert.equal(finding.count, 2);
    assert.match(details(finding), /1 other connection to the port was reset alike/);
    assert.match(details(finding), /1 SYN to the port was refused in between: for a while/);
    assert.ok(causes(finding.ruledOut).includes('anycast-shift'));
  });

  it('is only possible for one connection alone', async () => {
    const finding = await onlyFinding([...opening(), ...again('10', 40_000)]);
    assert.equal(finding.cause, 'restart');
    assert.equal(finding.verdict, 'possible');
    assert.ok(causes(finding.stillPossible).includes('anycast-shift'));
  });

  it('may after a silence be a NAT beyond the capture that translated the next packet anew', async () => {
    const finding = await onlyFinding([...opening(), ...again('10', 40_000)]);
    const [nat] = finding.stillPossible;
    assert.equal(nat?.cause, 'idle-timeout');
    assert.match(nat?.because ?? '', /^after 9\.98 s of silence \(frame 8\): a NAT on the way that had forgotten/);
    assert.equal(finding.next[0]?.command, "ss -tno state established 'sport = :80'");
  });

  it('may be a responder that closed the connection, where its FIN was lost: of one connection alone', async () => {
    const finding = await onlyFinding([...opening(), ...again('04', 40_000)]);
    assert.deepEqual(causes(finding.stillPossible).slice(0, 2), ['half-open', 'keep-alive-race']);
    assert.match(finding.stillPossible[1]?.because ?? '', /in the 3\.98 s before, and its FIN was lost/);
    const { findings } = await explainText([
      ...opening(),
      ...opening({ port: 40_001, second: '01' }),
      ...again('04', 40_000),
      ...again('05', 40_001),
    ]);
    assert.ok(!causes(findings[0]?.stillPossible ?? []).includes('keep-alive-race'));
  });

  it('is no NAT after a shorter silence', async () => {
    const finding = await onlyFinding([...opening(), ...again('04', 40_000)]);
    assert.equal(finding.cause, 'restart');
    assert.ok(causes(finding.ruledOut).includes('idle-timeout'));
    assert.ok(finding.next.every(({ command }) => !command.startsWith('ss -tno')));
  });

  it('is not a RST from nearer, nor one right after a packet of the responder', async () => {
    const nearer = [...opening(), ...again('10', 40_000)].map((text, index, all) =>
      index === all.length - 2 ? text.replace('ttl 62', 'ttl 63') : text,
    );
    assert.equal((await onlyFinding(nearer)).cause, 'idle-timeout');
    const atOnce = [
      ...opening(),
      ...fromOriginator('00.023000', 'Flags [P.], seq 1101:1201, ack 5051, win 501, options [TS val 95 ecr 8]', 30),
      ...fromResponder('00.033000', 'Flags [R], seq 5051, win 0', 0),
    ];
    const finding = await onlyFinding(atOnce);
    assert.equal(finding.cause, 'undetermined');
    assert.match(because(finding.ruledOut, 'restart'), /it had the connection then/);
  });

  it('is a port that refuses for a while, and accepts before and after', async () => {
    const { findings } = await explainText([
      ...opening(),
      ...refused('05', 40_008),
      ...opening({ port: 40_003, second: '08' }),
    ]);
    assert.equal(findings[0]?.cause, 'restart');
    assert.match(because(findings[0]?.ruledOut ?? [], 'closed-port'), /accepted connections before and after/);
  });
});
