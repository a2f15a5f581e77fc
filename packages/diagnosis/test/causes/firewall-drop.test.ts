import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Explainer } from '../../src/index.ts';
import { explainText, sourceOf } from '../explain-text.ts';
import { details, exchange, handshake, healthy, ids, nextRequest, only, type Segment, told } from '../told.ts';

const syns = (times: readonly number[], more: Partial<Segment> = {}): Segment[] =>
  times.map((at) => ({ at, from: 'originator', flags: 'S', seq: 7000, port: 40001, target: 8080, ...more }));
const stuck = [1, 1.2, 1.6, 2.4, 4].map((at) => nextRequest(at));

describe('firewall-drop', () => {
  it('SYNs at 0, 1, 3 and 7 s without an answer are dropped, if the host answers others', async () => {
    const finding = await only([...syns([0, 1, 3, 7]), ...healthy(8)]);
    assert.equal(finding.cause, 'firewall-drop');
    assert.equal(finding.verdict, 'likely');
    assert.match(details(finding), /SYN seq 7000 after 0\.0, 1\.0, 3\.0, 7\.0 s; 7\.00 s in all/);
    assert.match(
      details(finding),
      /this attempt stays without an answer, and 192\.0\.2\.2 was heard 8\.\d+ s after its first SYN/,
    );
    assert.ok(ids(finding.stillPossible).includes('conntrack-table-full'));
    assert.ok(ids(finding.stillPossible).includes('backlog-overflow'));
    assert.ok(ids(finding.ruledOut).includes('path-mtu-black-hole'));
    assert.deepEqual(
      finding.resetFrames.flatMap(({ frames }) => frames),
      [],
    );
  });

  it('names rules of the family that the connection has', async () => {
    const explainer = new Explainer({ connections: false, stream: undefined, wanted: undefined, cause: undefined });
    const bytes = readFileSync(new URL('../../../../captures/firewall-drop-ipv6.pcap', import.meta.url));
    await explainer.addInput('firewall-drop-ipv6.pcap', sourceOf(bytes));
    const texts = explainer
      .finish()
      .findings.flatMap(({ remedies }) => remedies.flatMap(({ commands, harm }) => [...commands, harm]));
    assert.ok(texts.some((text) => text.includes('ip6 daddr fd83:0:0:9::2 tcp dport 8099')));
    assert.ok(texts.some((text) => text.includes('ip6 saddr fc00::/7 reject')));
    assert.ok(texts.some((text) => text.includes('`ip6 saddr`')));
    assert.ok(texts.every((text) => !/\bip [ds]addr/.test(text)));
  });

  it('is only possible when nothing shows that the host is there at all', async () => {
    assert.equal((await only(syns([0, 1, 2, 3]))).verdict, 'possible');
  });

  it('is not concluded of a capture that ends after two SYNs', async () => {
    const { findings } = await explainText(told([...healthy(0), ...syns([1, 2])]));
    assert.deepEqual(findings, []);
  });

  it('is not concluded of SYNs to many ports: that is a scan', async () => {
    const scan = Array.from({ length: 20 }, (_, index) =>
      syns([0, 1, 3], { port: 41000 + index, target: 100 + index }),
    );
    const { findings } = await explainText(told(scan.flat().sort((a, b) => a.at - b.at)));
    assert.deepEqual([...new Set(findings.map(({ cause }) => cause))], ['harmless']);
    assert.equal(
      findings.reduce((sum, { count }) => sum + count, 0),
      20,
    );
  });

  it('an open connection whose data is sent again and again while the host answers others is cut off', async () => {
    const finding = await only([...handshake(), ...exchange(0.02), ...stuck, ...healthy(5)]);
    // Whoever rejects what the other end sends tells that end alone.
    assert.ok(ids(finding.stillPossible).includes('firewall-reject'));
    assert.equal(finding.cause, 'firewall-drop');
    assert.match(details(finding), /seq 1101, 100 bytes, after 0\.0, 0\.2, 0\.6, 1\.4, 3\.0 s/);
    assert.ok(ids(finding.ruledOut).includes('restart'));
  });

  it('leaves it open that the host died, when the host is not heard any more', async () => {
    const finding = await only([...handshake(), ...exchange(0.02), ...stuck]);
    assert.equal(finding.verdict, 'possible');
    assert.ok(ids(finding.stillPossible).includes('restart'));
  });

  it('data that is sent twice and then acknowledged is no failure', async () => {
    const { findings } = await explainText(
      told([
        ...handshake(),
        ...exchange(0.02),
        ...stuck,
        { at: 4.01, from: 'responder', flags: '.', seq: 5051, ack: 1201 },
      ]),
    );
    assert.deepEqual(findings, []);
  });

  it('a capture that ends while data is under way makes no finding', async () => {
    const { findings } = await explainText(told([...handshake(), ...exchange(0.02), ...stuck.slice(0, 2)]));
    assert.deepEqual(findings, []);
  });

  it('a SYN-ACK that is repeated beside repeated SYNs is lost on the way back', async () => {
    const answers = [0.01, 1.01, 3.01].map(
      (at): Segment => ({ at, from: 'responder', flags: 'S.', seq: 5000, ack: 7001, port: 40001, target: 8080 }),
    );
    const finding = await only([...syns([0, 1, 3]), ...answers].sort((a, b) => a.at - b.at));
    assert.equal(finding.cause, 'firewall-drop');
    assert.match(finding.symptom, /SYN-ACKs do not reach the originator/);
  });

  it('a SYN-ACK that is repeated after one SYN alone is a flood from made-up addresses, no finding', async () => {
    const { findings } = await explainText(
      told([
        ...syns([0]),
        ...[0.01, 1.01, 3.01, 7.01].map(
          (at): Segment => ({ at, from: 'responder', flags: 'S.', seq: 5000, ack: 7001, port: 40001, target: 8080 }),
        ),
      ]),
    );
    assert.deepEqual(findings, []);
  });
});
