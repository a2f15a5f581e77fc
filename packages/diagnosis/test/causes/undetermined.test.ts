import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Finding } from '@fivewhys/evidence';
import { story } from '../../../connections/test/story.ts';
import { explainStory } from '../explain-story.ts';
import { explainText } from '../explain-text.ts';

/** Frames as `tcpdump -v -nn -S` prints them, so that TTL and IP ID are known. */
function frame(time: string, ttl: number, id: number, segment: string): string[] {
  return [
    `10:00:${time} IP (tos 0x0, ttl ${ttl}, id ${id}, offset 0, flags [DF], proto TCP (6), length 52)`,
    `    ${segment}`,
  ];
}
const there = '192.0.2.1.40000 > 192.0.2.2.80:';
const back = '192.0.2.2.80 > 192.0.2.1.40000:';
const start = [
  ...frame(
    '00.000000',
    64,
    10,
    `${there} Flags [S], cksum 0x1 (correct), seq 1000, win 64240, options [mss 1460,TS val 1 ecr 0], length 0`,
  ),
  ...frame(
    '00.010000',
    62,
    0,
    `${back} Flags [S.], cksum 0x1 (correct), seq 5000, ack 1001, win 64240, options [mss 1460,TS val 7 ecr 1], length 0`,
  ),
  ...frame(
    '00.010100',
    64,
    11,
    `${there} Flags [.], cksum 0x1 (correct), seq 1001, ack 5001, win 501, options [TS val 2 ecr 7], length 0`,
  ),
  ...frame(
    '00.011000',
    64,
    12,
    `${there} Flags [P.], cksum 0x1 (correct), seq 1001:1101, ack 5001, win 501, options [TS val 3 ecr 7], length 100`,
  ),
  ...frame(
    '00.021000',
    62,
    77,
    `${back} Flags [P.], cksum 0x1 (correct), seq 5001:5051, ack 1101, win 501, options [TS val 8 ecr 3], length 50`,
  ),
];

async function only(lines: readonly string[]): Promise<Finding> {
  const { findings } = await explainText(lines);
  assert.equal(findings.length, 1);
  return findings[0] as Finding;
}

const claims = ({ whys }: Finding) => whys.map(({ claim }) => claim).join('\n');
const details = ({ whys }: Finding) => whys.flatMap(({ evidence }) => evidence.map(({ detail }) => detail)).join('\n');
const causes = (list: Finding['ruledOut']) => list.map(({ cause }) => cause);

describe('undetermined', () => {
  it('tells a live socket that its own host aborted (kind C), and that payload was lost on the way before', async () => {
    const upload = (second: string, id: number) =>
      frame(
        second,
        64,
        id,
        `${there} Flags [.], cksum 0x1 (correct), seq 1101:2549, ack 5051, win 501, options [TS val 4 ecr 8], length 1448`,
      );
    const finding = await only([
      ...start,
      ...upload('00.022000', 13),
      ...upload('00.250000', 14),
      ...upload('00.700000', 15),
      ...frame(
        '01.030000',
        62,
        78,
        `${back} Flags [R.], cksum 0x1 (correct), seq 5051, ack 1101, win 501, options [TS val 9 ecr 3], length 0`,
      ),
    ]);
    assert.equal(finding.verdict, 'undetermined');
    assert.equal(finding.sentBy, 'responder');
    assert.match(claims(finding), /kind C/);
    assert.ok(causes(finding.ruledOut).includes('restart'));
    assert.ok(causes(finding.ruledOut).includes('unread-data'));
    assert.equal(finding.stillPossible[0]?.cause, 'path-mtu-black-hole');
    assert.match(
      finding.stillPossible[0]?.because ?? '',
      /1,448 bytes of the originator \(seq 1101\) were sent 3 times/,
    );
  });

  it('names the frame that provoked a kind-A RST, with the arithmetic', async () => {
    const finding = await only([
      ...start,
      ...frame(
        '00.022000',
        64,
        13,
        `${there} Flags [P.], cksum 0x1 (correct), seq 1101:1201, ack 5051, win 501, options [TS val 4 ecr 8], length 100`,
      ),
      ...frame('00.032000', 62, 0, `${back} Flags [R], cksum 0x1 (correct), seq 5051, win 0, length 0`),
    ]);
    assert.match(details(finding), /ack 5051 of frame 6 = seq of the RST/);
    assert.ok(causes(finding.ruledOut).includes('anycast-shift'));
    assert.match(finding.ruledOut.find(({ cause }) => cause === 'restart')?.because ?? '', /11\.0 ms before the RST/);
  });

  it('tells RST+ACK without the timestamps in use as a shape that no Linux socket makes', async () => {
    const finding = await only([
      ...start,
      ...frame('00.022000', 62, 999, `${back} Flags [R.], cksum 0x1 (correct), seq 5051, ack 1101, win 0, length 0`),
    ]);
    assert.match(claims(finding), /no Linux socket makes/);
    assert.deepEqual(causes(finding.stillPossible), ['injected-reset', 'application-abort']);
  });

  it('does not say that a connection was reset by a RST before which nothing of it was captured', async () => {
    const finding = await only([
      ...frame('00.030000', 62, 0, `${back} Flags [R.], cksum 0x1 (correct), seq 5051, ack 1101, win 0, length 0`),
    ]);
    assert.equal(finding.symptom, 'The connection to 192.0.2.2:80 got a RST before anything else of it was captured');
    assert.match(claims(finding), /^Whether the originator acted on the RST can't be told$/m);
    assert.deepEqual(
      finding.next.map(({ command }) => command.replace(/ .* {4}/, ' … ')),
      ['tcpdump … # Windows: pktmon start --capture --pkt-size 128', 'nstat -az TcpOutRsts'],
    );
  });

  it('reads the maker of a RST from its own text, and asks there', () => {
    const payload = new TextEncoder().encode('BIG-IP: [0x11c5672:3045] {peer} TCP RST from remote system');
    const [finding] = explainStory(story().reset('responder', { flags: 0x14, payload, window: 5785, sequence: 4711 }));
    assert.equal(finding?.verdict, 'undetermined');
    assert.match(finding?.symptom ?? '', /got a RST before anything else of it was captured$/);
    assert.match(
      finding === undefined ? '' : claims(finding),
      /by its own text the RST of an F5 BIG-IP, which passes on/,
    );
    assert.match(finding?.next[0]?.command ?? '', /^tmsh show net rst-cause/);
    assert.ok(finding?.next.every(({ command }) => !command.startsWith('nstat')));
  });

  it('gives the command that would tell, for the host where the RST should have been sent', async () => {
    const finding = await only([
      ...start,
      ...frame('00.030000', 62, 0, `${back} Flags [R.], cksum 0x1 (correct), seq 5051, ack 1101, win 0, length 0`),
    ]);
    assert.ok(finding.next.some(({ command, why }) => command.includes('tcpdump') && why.includes('192.0.2.2')));
  });

  it('leaves to a refusal whose SYN was not captured what refuses SYNs, and does not call it a reset connection', async () => {
    const finding = await only([
      ...frame('00.000000', 62, 0, `${back} Flags [S.], cksum 0x1 (correct), seq 5000, ack 1001, win 5840, length 0`),
      ...frame('09.000000', 62, 0, `${back} Flags [R.], cksum 0x1 (correct), seq 0, ack 1001, win 0, length 0`),
    ]);
    assert.equal(finding.cause, 'undetermined');
    assert.equal(finding.symptom, '192.0.2.2:80 refused an attempt to connect whose SYN is not in the capture');
    assert.deepEqual(causes(finding.stillPossible), ['firewall-reject', 'closed-port']);
    assert.match(claims(finding), /^Whether the originator acted on the RST can't be told$/m);
    assert.match(details(finding), /it answers a SYN that the capture does not hold/);
    assert.deepEqual(finding.distributions, []);
  });

  it('does not rule out late data where nothing of its sender was captured: RST.seq is FIN.seq + 1', async () => {
    const finding = await only([
      ...frame('00.000000', 62, 0, `${back} Flags [S.], cksum 0x1 (correct), seq 5000, ack 1001, win 5840, length 0`),
      ...frame(
        '00.020000',
        62,
        78,
        `${back} Flags [FP.], cksum 0x1 (correct), seq 5001:5051, ack 1101, win 501, length 50`,
      ),
      ...frame('00.030000', 62, 0, `${back} Flags [R], cksum 0x1 (correct), seq 5052, win 0, length 0`),
    ]);
    assert.equal(finding.cause, 'undetermined');
    assert.deepEqual(causes(finding.stillPossible), ['late-data', 'harmless']);
  });

  it('takes a RST with FIN and URG for no system at all', async () => {
    const finding = await only(
      frame('00.000000', 62, 7, `${back} Flags [FRU], cksum 0x1 (correct), seq 5052, win 29440, urg 0, length 0`),
    );
    assert.match(details(finding), /^FIN and URG beside RST, which no TCP sends: forged, or damaged$/m);
    assert.deepEqual(causes(finding.stillPossible), ['injected-reset']);
  });
});
