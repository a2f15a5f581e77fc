import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Finding } from '@fivewhys/evidence';
import { causeIds, describeCauses, Explainer } from '../src/index.ts';
import { linkRules } from '../src/links/link-rules.ts';
import { explainText, sourceOf } from './explain-text.ts';
import { exchange, handshake, healthy, nextRequest, type Segment, told } from './told.ts';

const of = (findings: readonly Finding[], cause: string) => findings.find((finding) => finding.cause === cause);
const inOrder = (segments: readonly Segment[]) => told([...segments].sort((a, b) => a.at - b.at));

describe('what may lie behind a cause', () => {
  it('is in the catalogue for every pair of causes that findings are linked by', async () => {
    const rows = new Map((await describeCauses(causeIds)).map((row) => [row.id, row]));
    for (const { effects, behind } of linkRules) {
      for (const effect of effects) {
        assert.ok(
          rows.get(effect)?.behind?.some(({ cause }) => cause === behind),
          `${effect} lacks ${behind}`,
        );
      }
    }
  });

  it('names no cause behind itself, and none twice', async () => {
    for (const { id, behind = [] } of await describeCauses(causeIds)) {
      const causes: string[] = behind.map(({ cause }) => cause);
      assert.deepEqual([...new Set(causes)], causes, id);
      assert.ok(!causes.includes(id), id);
    }
  });
});

describe('findings are linked', () => {
  /** 1,448 bytes that are sent six times in vain, while small segments pass. */
  const blackHole = (port: number, at = 0): Segment[] => [
    ...handshake(at, { port }),
    ...exchange(at + 0.02, { port }),
    ...[0.05, 0.25, 0.65, 1.45, 3.05, 6.25].map(
      (later): Segment => ({
        at: at + later,
        from: 'originator',
        flags: '.',
        seq: 1101,
        ack: 5051,
        length: 1448,
        port,
      }),
    ),
  ];
  /** The originator gives up an unanswered request. */
  const givenUp = (port: number, at: number): Segment[] => [
    ...handshake(at, { port }),
    { at: at + 0.02, from: 'originator', flags: 'P.', seq: 1001, ack: 5001, length: 100, port },
    { at: at + 0.03, from: 'responder', flags: '.', seq: 5001, ack: 1101, port },
    { at: at + 9, from: 'originator', flags: 'R.', seq: 1101, ack: 5001, window: 501, id: 7, port },
  ];

  it('where a black hole swallows segments between the same hosts, and another connection is given up', async () => {
    const { findings } = await explainText(inOrder([...blackHole(40_001), ...givenUp(40_002, 2)]));
    const hole = of(findings, 'path-mtu-black-hole');
    assert.deepEqual(of(findings, 'client-abort')?.behind, [
      {
        finding: hole?.id,
        cause: 'path-mtu-black-hole',
        because: 'is between the same hosts at the same time (stream 0): who waits for a large segment there gives up',
      },
    ]);
    assert.equal(hole?.behind, undefined);
  });

  it('not where it was over for longer than anybody waits', async () => {
    const { findings } = await explainText(inOrder([...blackHole(40_001), ...givenUp(40_002, 200)]));
    assert.notEqual(of(findings, 'path-mtu-black-hole'), undefined);
    assert.equal(of(findings, 'client-abort')?.behind, undefined);
  });

  /** At the originator: silent for 400 s, then reset by a nearer box. At the backend: a responder that lost the connection. */
  const forgotten = [
    ...handshake(),
    ...exchange(0.02),
    nextRequest(400),
    { at: 400.0005, from: 'responder', flags: 'R', seq: 5051, ttl: 63 } as const,
  ];
  const lost = (later: number): Segment[] => [
    ...handshake(0, { port: 50_000 }),
    ...exchange(0.02, { port: 50_000 }),
    nextRequest(400 + later, { port: 50_000 }),
    { at: 400.01 + later, from: 'responder', flags: 'R', seq: 5051, port: 50_000 },
  ];
  const explainBoth = async (...captures: readonly (readonly string[])[]) => {
    const explainer = new Explainer({ connections: false, stream: undefined, wanted: undefined, cause: undefined });
    for (const [index, lines] of captures.entries()) {
      const dated = lines.map((line) => (line.startsWith(' ') ? line : `2026-03-01 ${line}`)).join('\n');
      await explainer.addInput(`${index}.txt`, sourceOf(new TextEncoder().encode(`${dated}\n`)));
    }
    return explainer.finish().findings;
  };

  it('where a responder seems restarted in the moment in which another capture shows a forgotten connection', async () => {
    const findings = await explainBoth(told([...forgotten, ...healthy(500)]), told(lost(0)));
    const restart = of(findings, 'restart');
    assert.equal(restart?.behind?.[0]?.cause, 'idle-timeout');
    assert.match(
      restart?.behind?.[0]?.because ?? '',
      /in another capture, that ended 9\.50 ms before \(stream 0 there\)/,
    );
  });

  it('not where that was seconds apart', async () => {
    const findings = await explainBoth(told([...forgotten, ...healthy(500)]), told(lost(5)));
    assert.notEqual(of(findings, 'restart'), undefined);
    assert.equal(of(findings, 'restart')?.behind, undefined);
  });
});
