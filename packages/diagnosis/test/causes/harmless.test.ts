import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { changeCipherSpec, clientHello, serverHello, tlsRecord } from '../../../capture/test/build/tls.ts';
import { type Story, story } from '../../../connections/test/story.ts';
import { explainStory, say } from '../explain-story.ts';
import { explainText } from '../explain-text.ts';
import { line } from './segments.ts';

const there = 'IP 192.0.2.1.40000 > 192.0.2.2.80:';
const back = 'IP 192.0.2.2.80 > 192.0.2.1.40000:';
const handshake = [
  `10:00:00.000000 ${there} Flags [S], seq 1000, win 64240, options [mss 1460], length 0`,
  `10:00:00.010000 ${back} Flags [S.], seq 5000, ack 1001, win 64240, options [mss 1460], length 0`,
  `10:00:00.010100 ${there} Flags [.], seq 1001, ack 5001, win 501, length 0`,
];
const exchange = [
  `10:00:00.011000 ${there} Flags [P.], seq 1001:1101, ack 5001, win 501, length 100`,
  `10:00:00.021000 ${back} Flags [P.], seq 5001:5051, ack 1101, win 501, length 50`,
  `10:00:00.021100 ${there} Flags [.], seq 1101, ack 5051, win 501, length 0`,
];

const scanOfPorts = Array.from({ length: 30 }, (_, index) => [
  `10:00:00.${String(index * 1000).padStart(6, '0')} IP 192.0.2.9.5000 > 192.0.2.2.${100 + index}: Flags [S], seq ${index * 10 + 10}, win 1024, length 0`,
  `10:00:00.${String(index * 1000 + 500).padStart(6, '0')} IP 192.0.2.2.${100 + index} > 192.0.2.9.5000: Flags [R.], seq 0, ack ${index * 10 + 11}, win 0, length 0`,
]).flat();
/** Two open ports of a scan with SYN, then SYN+FIN, of made-up TTLs; and a connection that shows the TTL of the scanner's own kernel. */
const halfOpenScan = [
  ...line('10.000000', 41, 7, '192.0.2.9.5000 > 192.0.2.2.80: Flags [S], seq 1000, win 1024, options [mss 1460]'),
  ...line(
    '10.000500',
    64,
    0,
    '192.0.2.2.80 > 192.0.2.9.5000: Flags [S.], seq 5000, ack 1001, win 5840, options [mss 1460]',
  ),
  ...line('10.000600', 64, 0, '192.0.2.9.5000 > 192.0.2.2.80: Flags [R], seq 1001, win 0'),
  ...line('11.000000', 52, 8, '192.0.2.9.5001 > 192.0.2.2.80: Flags [SF], seq 2000, win 1024, options [mss 1460]'),
  ...line(
    '11.000500',
    64,
    0,
    '192.0.2.2.80 > 192.0.2.9.5001: Flags [S.], seq 6000, ack 2001, win 5840, options [mss 1460]',
  ),
  ...line('11.000600', 64, 0, '192.0.2.9.5001 > 192.0.2.2.80: Flags [R], seq 2001, win 0'),
  ...line('12.000000', 64, 9, '192.0.2.9.5002 > 192.0.2.2.80: Flags [S], seq 3000, win 64240, options [mss 1460]'),
  ...line(
    '12.000500',
    64,
    0,
    '192.0.2.2.80 > 192.0.2.9.5002: Flags [S.], seq 7000, ack 3001, win 5840, options [mss 1460]',
  ),
  ...line('12.000600', 64, 10, '192.0.2.9.5002 > 192.0.2.2.80: Flags [.], ack 7001, win 502'),
];

function spoken(...said: readonly (readonly ['originator' | 'responder', Uint8Array])[]): Story {
  const told = story({ timestamps: false }).handshake();
  for (const [from, bytes] of said) say(told, from, bytes).ack(from === 'originator' ? 'responder' : 'originator');
  return told;
}

async function causesOf(lines: readonly string[]) {
  const { findings } = await explainText(lines);
  return findings.map(({ cause, verdict, symptom }) => ({ cause, verdict, symptom }));
}

describe('harmless', () => {
  it("is a RST from the originator after the responder's FIN, when no payload is left unacknowledged", async () => {
    const [finding] = await causesOf([
      ...handshake,
      ...exchange,
      `10:00:00.030000 ${back} Flags [F.], seq 5051, ack 1101, win 501, length 0`,
      `10:00:00.030100 ${there} Flags [R.], seq 1101, ack 5052, win 501, length 0`,
    ]);
    assert.equal(finding?.cause, 'harmless');
    assert.equal(finding?.verdict, 'proven');
  });

  it("is not a RST from the originator while the responder's payload is unacknowledged", async () => {
    const [finding] = await causesOf([
      ...handshake,
      exchange[0] as string,
      `10:00:00.021000 ${back} Flags [FP.], seq 5001:5051, ack 1101, win 501, length 50`,
      `10:00:00.021100 ${there} Flags [R.], seq 1101, ack 5001, win 501, length 0`,
    ]);
    assert.equal(finding?.cause, 'client-abort');
  });

  it('is not a RST from the responder after its own FIN: data had crossed it, and was lost', async () => {
    const { findings } = await explainText([
      ...handshake,
      ...exchange,
      `10:00:05.021000 ${back} Flags [F.], seq 5051, ack 1101, win 501, length 0`,
      `10:00:05.021100 ${there} Flags [P.], seq 1101:1201, ack 5051, win 501, length 100`,
      `10:00:05.031000 ${back} Flags [R], seq 5051, win 0, length 0`,
    ]);
    assert.equal(findings[0]?.cause, 'keep-alive-race');
  });

  it('is a RST in the window but not at rcv_nxt: it provokes a challenge ACK, and the connection lives', async () => {
    const [finding] = await causesOf([
      ...handshake,
      ...exchange,
      `10:00:01.000000 ${back} Flags [R], seq 5151, win 0, length 0`,
      `10:00:01.000100 ${there} Flags [.], seq 1101, ack 5051, win 501, length 0`,
      `10:00:02.000000 ${there} Flags [P.], seq 1101:1201, ack 5051, win 501, length 100`,
    ]);
    assert.equal(finding?.cause, 'harmless');
    assert.match(finding?.symptom ?? '', /did not act on it/);
  });

  it('is a RST with the right numbers after which its receiver acknowledges what was sent later: it did not act on it', async () => {
    const { findings, connections = [] } = await explainText([
      handshake[0] as string,
      `10:00:00.005000 ${back} Flags [R.], seq 0, ack 1001, win 0, length 0`,
      ...handshake.slice(1),
      ...exchange,
    ]);
    assert.equal(findings[0]?.cause, 'harmless');
    assert.match(findings[0]?.whys[1]?.evidence[0]?.detail ?? '', /and yet its receiver went on: frame 4/);
    assert.equal(connections[0]?.ending, 'established');
  });

  it('is a RST for a device on the way to see, and the answer that it provoked: both ends go on', async () => {
    const { findings, connections = [] } = await explainText([
      handshake[0] as string,
      `10:00:00.005000 ${back} Flags [R.], seq 0, ack 1001, win 64240, length 0`,
      `10:00:00.005100 ${back} Flags [F.], seq 0, ack 1001, win 64240, length 0`,
      `10:00:00.005200 ${there} Flags [R], seq 1001, win 0, length 0`,
      ...handshake.slice(1),
      ...exchange,
      `10:00:00.031000 ${there} Flags [P.], seq 1101:1201, ack 5051, win 501, length 100`,
      `10:00:00.041000 ${back} Flags [.], seq 5051, ack 1201, win 501, length 0`,
    ]);
    const [finding] = findings;
    assert.equal(finding?.cause, 'harmless');
    assert.equal(finding?.whys.at(-1)?.evidence[1]?.detail.startsWith('its receiver went on: frame'), true);
    assert.equal(connections[0]?.ending, 'established');
  });

  it('is not a RST after which its receiver begins anew', async () => {
    const [finding] = await causesOf([
      handshake[0] as string,
      `10:00:00.005000 ${back} Flags [R.], seq 0, ack 1001, win 0, length 0`,
      (handshake[0] as string).replace('00.000000', '00.006000'),
      ...handshake.slice(1),
      ...exchange,
    ]);
    assert.equal(finding?.cause === 'harmless', false);
  });

  it('is at most likely for a connection that carried nothing: a client that gave up looks like a port check', async () => {
    const [finding] = await causesOf([
      ...handshake,
      `10:00:00.010200 ${there} Flags [R.], seq 1001, ack 5001, win 501, length 0`,
    ]);
    assert.equal(finding?.cause, 'harmless');
    assert.equal(finding?.verdict, 'likely');
  });

  it('is not a connection that carried nothing because its ACK did not come by: it is reset at the second SYN-ACK', async () => {
    const synAck = handshake[1] as string;
    const { findings } = await explainText([
      handshake[0] as string,
      synAck,
      synAck.replace('10:00:00.010000', '10:00:01.034000'),
      `10:00:01.034200 ${there} Flags [R], seq 1001, win 0, length 0`,
    ]);
    assert.equal(findings[0]?.cause, 'undetermined');
    assert.equal(findings[0]?.stillPossible[0]?.cause, 'anycast-shift');
    const [scanned] = await causesOf([
      handshake[0] as string,
      synAck,
      `10:00:00.010200 ${there} Flags [R], seq 1001, win 0, length 0`,
    ]);
    assert.equal(scanned?.cause, 'harmless');
  });

  it('is a SYN-ACK that was refused by an address whose SYN is not in the capture: nothing was opened or dropped there', async () => {
    const [finding] = await causesOf([
      handshake[1] as string,
      `10:00:00.010200 ${there} Flags [R], seq 1001, win 0, length 0`,
    ]);
    assert.deepEqual([finding?.cause, finding?.verdict], ['harmless', 'likely']);
    assert.match(finding?.symptom ?? '', /had not asked for it, as far as the capture shows/);
    const [asked] = await causesOf([
      ...handshake.slice(0, 2),
      `10:00:00.010200 ${there} Flags [R], seq 1001, win 0, length 0`,
    ]);
    assert.match(asked?.symptom ?? '', /^A connection that carried nothing was dropped by its originator/);
  });

  it('does not say that a RST replaces a FIN that was sent before it', async () => {
    const lastWhy = async (lines: readonly string[]) => {
      const { findings } = await explainText([...handshake, ...exchange, ...lines]);
      assert.ok(findings[0]?.ruledOut.some(({ cause }) => cause === 'client-abort'));
      return findings[0]?.whys.at(-1)?.claim;
    };
    const fin = `10:00:00.030000 ${back} Flags [F.], seq 5051, ack 1101, win 501, length 0`;
    assert.equal(
      await lastWhy([
        fin,
        `10:00:00.030100 ${there} Flags [F.], seq 1101, ack 5052, win 501, length 0`,
        `10:00:00.030200 ${there} Flags [R.], seq 1102, ack 5052, win 0, length 0`,
      ]),
      'The originator sent a RST behind its own FIN: it did not wait for the end of the closing',
    );
    assert.match(
      (await lastWhy([fin, `10:00:00.030100 ${there} Flags [R.], seq 1101, ack 5052, win 501, length 0`])) ?? '',
      /with a RST instead of a FIN/,
    );
  });

  it('counts no bytes where none were captured, and takes those that were sent before the capture into account', async () => {
    const ended = (fin: string) => [
      `10:00:00.030000 ${back} Flags [F.], seq 70005051, ack 80001101, win 501, length 0`,
      `10:00:00.030100 ${there} ${fin}`,
      `10:00:00.030200 ${there} Flags [R.], seq 80001101, ack 70005052, win 501, length 0`,
    ];
    const whole = await explainText(ended('Flags [.], seq 80001101, ack 70005052, win 501, length 0'));
    assert.equal(whole.findings[0]?.cause, 'harmless');
    assert.equal(
      whole.findings[0]?.whys[0]?.evidence[0]?.detail,
      'no payload is in the capture, and as far as the numbers tell none was under way',
    );
    // The responder's 1,000 bytes before its FIN are not in the capture, and were not acknowledged.
    const cut = await explainText(
      ended('Flags [.], seq 80001101, ack 70004051, win 501, length 0').toSpliced(
        2,
        1,
        `10:00:00.030200 ${there} Flags [R.], seq 80001101, ack 70004051, win 501, length 0`,
      ),
    );
    assert.notEqual(cut.findings[0]?.cause, 'harmless');
  });

  it('says that a connection went on after a RST only where that was captured', async () => {
    const ignored = [...handshake, ...exchange, `10:00:01.000000 ${back} Flags [R], seq 4051, win 0, length 0`];
    const firstClaim = async (lines: readonly string[]) => (await explainText(lines)).findings[0]?.whys[0]?.claim;
    assert.equal(await firstClaim(ignored), 'What came after is not in the capture');
    assert.equal((await causesOf(ignored))[0]?.symptom, 'A RST was sent, but the receiver did not act on it');
    const answer = `10:00:02.000000 ${there} Flags [P.], seq 1101:1201, ack 5051, win 501, length 100`;
    assert.equal(await firstClaim([...ignored, answer]), 'The connection went on');
  });

  it('tells all RSTs that came too late, once', async () => {
    const { findings } = await explainText([
      ...handshake,
      ...exchange,
      `10:00:00.030000 ${back} Flags [F.], seq 5051, ack 1101, win 501, length 0`,
      `10:00:00.030100 ${there} Flags [F.], seq 1101, ack 5052, win 501, length 0`,
      `10:00:00.030200 ${back} Flags [.], seq 5052, ack 1102, win 501, length 0`,
      ...[3, 4, 5, 6].map(
        (tenths) => `10:00:00.${tenths}00000 ${there} Flags [R.], seq 1102, ack 5052, win 501, length 0`,
      ),
    ]);
    assert.equal(findings[0]?.symptom, '4 RSTs came when the connection was over anyway');
    assert.deepEqual(
      findings[0]?.whys[0]?.evidence.map(({ frames }) => frames),
      [
        [10, 11, 12, 13],
        [7, 8],
      ],
    );
  });

  it('is a scan of many ports, as one finding', async () => {
    const { findings } = await explainText(scanOfPorts);
    assert.equal(findings.length, 1);
    assert.equal(findings[0]?.cause, 'harmless');
    assert.equal(findings[0]?.count, 30);
  });

  it("is the RST of a scanner whose kernel knows nothing of the SYN: the TTL is the kernel's, the SYN's was made up", async () => {
    const { findings } = await explainText([...scanOfPorts, ...halfOpenScan]);
    assert.equal(
      findings.every(({ cause }) => cause === 'harmless'),
      true,
    );
    const [finding] = findings.filter(({ subjects }) => subjects.some(({ stream }) => stream === 30));
    assert.equal(finding?.sentBy, 'originator');
    assert.equal(
      finding?.stillPossible.some(({ cause }) => cause === 'firewall-reject'),
      false,
    );
  });

  it('is a lone ACK of a scanner, and the RST in answer', async () => {
    const probe = [
      '10:00:10.000000 IP 192.0.2.9.5000 > 192.0.2.2.90: Flags [.], ack 4711, win 1024, length 0',
      '10:00:10.001000 IP 192.0.2.2.90 > 192.0.2.9.5000: Flags [R], seq 4711, win 0, length 0',
    ];
    const [finding, ...others] = (await explainText([...scanOfPorts, ...probe])).findings;
    assert.equal(others.length, 0);
    assert.equal(finding?.cause, 'harmless');
    assert.equal(finding?.count, 31);
    const { findings } = await explainText(probe);
    assert.equal(findings[0]?.cause, 'undetermined');
  });

  it("is TLS's farewell to an end that had closed, which answers as Windows does: RST+ACK with window 0", () => {
    const told = (behind: Uint8Array) => {
      const story = spoken(
        ['originator', clientHello({ serverName: 'a.example', versions: [0x0303] })],
        ['responder', serverHello(0x0303)],
        ['originator', Uint8Array.from([...changeCipherSpec, ...tlsRecord(22, new Uint8Array(40))])],
        ['responder', Uint8Array.from([...changeCipherSpec, ...tlsRecord(22, new Uint8Array(40))])],
        ['originator', tlsRecord(23, new Uint8Array(100))],
        ['responder', tlsRecord(23, new Uint8Array(100))],
      );
      const { next } = story.ends.originator;
      story.fin('originator');
      story.data('responder', behind.length, { payload: behind, acknowledgment: next });
      return explainStory(story.abort('originator', { window: 0 }))[0];
    };
    assert.deepEqual(
      [told(tlsRecord(21, new Uint8Array(26)))?.cause, told(tlsRecord(21, new Uint8Array(26)))?.verdict],
      ['harmless', 'proven'],
    );
    const data = told(tlsRecord(23, new Uint8Array(26)));
    assert.equal(data?.cause, 'client-abort');
    assert.equal(data?.whys[0]?.claim, 'The originator ended the connection with a RST behind its FIN');
  });

  it('is not a handful of refused ports: those are closed-port', async () => {
    const [finding] = await causesOf([
      '10:00:00.000000 IP 192.0.2.9.5000 > 192.0.2.2.100: Flags [S], seq 10, win 1024, length 0',
      '10:00:00.001000 IP 192.0.2.2.100 > 192.0.2.9.5000: Flags [R.], seq 0, ack 11, win 0, length 0',
    ]);
    assert.equal(finding?.cause, 'closed-port');
  });

  const tls13 = () => {
    const hello = clientHello({ serverName: 'a.example', versions: [0x0304] });
    const told = say(say(story().handshake(), 'originator', hello), 'responder', serverHello(0x0304));
    say(told, 'originator', Uint8Array.from([...changeCipherSpec, ...tlsRecord(23, new Uint8Array(53))]));
    return say(told, 'responder', tlsRecord(23, new Uint8Array(200)));
  };

  it('is likely a record as long as an alert of TLS 1.3 behind a FIN, whoever had closed', () => {
    const closeNotify = tlsRecord(23, new Uint8Array(19));
    const [late] = explainStory(
      say(tls13().ack('originator').fin('responder').ack('originator'), 'originator', closeNotify).reset('responder'),
    );
    assert.deepEqual([late?.cause, late?.verdict], ['harmless', 'likely']);
    assert.deepEqual(
      late?.stillPossible.map(({ cause }) => cause),
      ['late-data'],
    );
    const [early] = explainStory(
      say(tls13().ack('originator').fin('originator'), 'responder', closeNotify).reset('originator'),
    );
    assert.deepEqual([early?.cause, early?.verdict], ['harmless', 'likely']);
    assert.match(early?.whys[0]?.evidence[0]?.detail ?? '', /^24 bytes in frame \d+: 5 of record header, 2 of alert/);
  });

  it('is not a longer record of TLS 1.3 behind a FIN: that carries data', () => {
    const data = tlsRecord(23, new Uint8Array(20));
    const [finding] = explainStory(
      say(tls13().ack('originator').fin('originator'), 'responder', data).reset('originator'),
    );
    assert.equal(finding?.cause, 'client-abort');
  });
});
