import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { claims, details, exchange, handshake, healthy, ids, nextRequest, only, type Segment } from '../told.ts';

const reset = (at: number): Segment => ({ at, from: 'responder', flags: 'R', seq: 5051, ttl: 63 });
const died = [...handshake(), ...exchange(0.02), nextRequest(400), reset(400.0005)];

/** Another connection that outlived a silence. */
const lived = (at: number, silence: number): Segment[] => [
  ...healthy(at, 50001),
  nextRequest(at + silence, { port: 50001 }),
  { at: at + silence + 0.01, from: 'responder', flags: '.', seq: 5051, ack: 1201, port: 50001 },
];

describe('idle-timeout', () => {
  it('a RST from nearer after 400 s of silence is a box that forgot, and AWS documents timers below', async () => {
    const finding = await only(died);
    assert.equal(finding.cause, 'idle-timeout');
    assert.equal(finding.verdict, 'likely');
    assert.equal(finding.sentBy, 'middlebox');
    assert.match(details(finding), /AWS Network Load Balancer \(default\) 350 s/);
    assert.equal(Math.round(finding.distributions[0]?.median ?? 0), 400);
    assert.ok(ids(finding.ruledOut).includes('restart'));
  });

  it('the timer lies between the longest silence that lived and the shortest that died', async () => {
    const finding = await only([...lived(0, 300), ...died, ...healthy(500)].sort((a, b) => a.at - b.at));
    assert.match(claims(finding), /between 300 s and 400 s/);
    assert.match(details(finding), /known timers that lie there: AWS Network Load Balancer/);
    assert.doesNotMatch(details(finding), /Azure/);
    assert.equal(finding.verdict, 'proven');
  });

  it('asks for keep-alives that come before the timer, however short that is', async () => {
    const command = async (segments: Segment[]) => (await only(segments)).remedies[0]?.commands[0] ?? '';
    assert.match(await command(died), /tcp_keepalive_time=120 net\.ipv4\.tcp_keepalive_intvl=30$/);
    const short = [...handshake(), ...exchange(0.02), nextRequest(20), reset(20.0005)];
    assert.match(await command(short), /tcp_keepalive_time=7 net\.ipv4\.tcp_keepalive_intvl=1$/);
    const between = [...lived(0, 15), ...short, ...healthy(50)].sort((a, b) => a.at - b.at);
    assert.match(await command(between), /tcp_keepalive_time=11 net\.ipv4\.tcp_keepalive_intvl=2$/);
  });

  it('is not excluded by silences farther back: only what came right before the RST counts, and only of that it speaks', async () => {
    const finding = await only([
      ...handshake(),
      ...exchange(0.02),
      nextRequest(30),
      { at: 30.01, from: 'responder', flags: 'P.', seq: 5051, ack: 1201, length: 50 },
      { at: 30.02, from: 'originator', flags: 'R.', seq: 1201, ack: 5101, window: 501 },
    ]);
    assert.match(
      finding.ruledOut.find(({ cause }) => cause === 'idle-timeout')?.because ?? '',
      /^no long silence came right before: 10\.0 ms at the longest$/,
    );
  });

  it('is excluded by a longer silence that another connection outlived', async () => {
    const finding = await only([...died, ...lived(1, 600)].sort((a, b) => a.at - b.at));
    assert.notEqual(finding.cause, 'idle-timeout');
    assert.match(
      finding.ruledOut.find(({ cause }) => cause === 'idle-timeout')?.because ?? '',
      /a longer silence passed on another connection/,
    );
  });

  it("does not fit when the RST has the responder's TTL: that end had forgotten the connection itself", async () => {
    const finding = await only([...handshake(), ...exchange(0.02), nextRequest(400), { ...reset(400.0005), ttl: 62 }]);
    assert.notEqual(finding.cause, 'idle-timeout');
  });

  it('does not fit when the responder had closed before: then a request crossed its FIN', async () => {
    const finding = await only([
      ...handshake(),
      ...exchange(0.02),
      { at: 60, from: 'responder', flags: 'F.', seq: 5051, ack: 1101 },
      nextRequest(400),
      reset(400.0005),
    ]);
    assert.notEqual(finding.cause, 'idle-timeout');
  });

  it('silence instead of a RST counts as well: what is sent after the silence is never answered', async () => {
    const tries = [400, 400.2, 400.6, 401.4, 403].map((at) => nextRequest(at));
    const finding = await only([...handshake(), ...exchange(0.02), ...tries, ...healthy(410)]);
    assert.equal(finding.cause, 'idle-timeout');
    assert.equal(finding.verdict, 'proven');
    assert.match(details(finding), /sent 5 times within 3\.00 s/);
    assert.match(claims(finding), /silent for 400 s/);
  });

  it('without another connection afterwards a dead host and a new rule stay possible', async () => {
    const tries = [400, 400.2, 400.6, 401.4, 403].map((at) => nextRequest(at));
    const finding = await only([...handshake(), ...exchange(0.02), ...tries]);
    assert.equal(finding.verdict, 'likely');
    assert.deepEqual(ids(finding.stillPossible).sort(), ['firewall-drop', 'restart']);
  });
});

describe('a connection that comes back from another source port', () => {
  const anew = (at: number, more: Partial<Segment> = {}): Segment[] => [
    { at, from: 'originator', flags: 'P.', seq: 1101, ack: 5051, length: 100, port: 61000, ...more },
    { at: at + 0.0005, from: 'responder', flags: 'R', seq: more.ack ?? 5051, port: 61000 },
  ];
  const before = [...handshake(), ...exchange(0.02)];

  it('after a silence was forgotten by a NAT that translates it anew, when its numbers go on', async () => {
    const finding = await only([...before, ...anew(400)]);
    assert.equal(finding.cause, 'idle-timeout');
    assert.equal(finding.verdict, 'likely');
    assert.equal(finding.sentBy, 'responder');
    assert.deepEqual(ids(finding.stillPossible), ['restart']);
    assert.match(
      details(finding),
      /seq 1101 = what 192\.0\.2\.1:40000 would send next \(stream 0\); ack 5051 = all that it was sent/,
    );
    assert.match(claims(finding), /silent for 400 s/);
    assert.match(details(finding), /AWS Network Load Balancer \(default\) 350 s/);
  });

  it('from another address was translated otherwise, or not at all', async () => {
    const address = '198.51.100.7';
    const finding = await only([
      ...before,
      { at: 400, from: 'originator', flags: 'F.', seq: 1101, ack: 5051, address },
      { at: 400.0005, from: 'responder', flags: 'R', seq: 5051, address },
    ]);
    assert.deepEqual([finding.cause, finding.verdict], ['idle-timeout', 'likely']);
    assert.match(finding.symptom, /it came back from another source address$/);
    assert.match(details(finding), /no SYN came from 198\.51\.100\.7, port 40000; kind A/);
    assert.match(details(finding), /seq 1101 = what its originator would send next \(stream 0\)/);
    assert.match(claims(finding), /let the packet out as it had come, or chose another address/);
  });

  it('may not have acknowledged all that was sent to it', async () => {
    const finding = await only([...before, ...anew(400, { ack: 5041 })]);
    assert.equal(finding.cause, 'idle-timeout');
    assert.match(details(finding), /ack 5041 = 10 bytes less than all that it was sent \(up to 5051\)/);
  });

  const others: Readonly<Record<string, readonly Segment[]>> = {
    'with other numbers': [...before, ...anew(400, { seq: 1102 })],
    'that acknowledges what was never sent': [...before, ...anew(400, { ack: 5052 })],
    'without a silence': [...before, ...anew(1)],
    'although the one before was closed': [
      ...before,
      { at: 1, from: 'originator', flags: 'F.', seq: 1101, ack: 5051 },
      { at: 1.01, from: 'responder', flags: 'F.', seq: 5051, ack: 1102 },
      { at: 1.02, from: 'originator', flags: '.', seq: 1102, ack: 5052 },
      ...anew(400),
    ],
  };
  for (const [how, segments] of Object.entries(others)) {
    it(`${how} is something else`, async () => {
      assert.notEqual((await only(segments)).cause, 'idle-timeout');
    });
  }
});
