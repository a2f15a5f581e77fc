import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Explainer, type Explanation } from '../../src/index.ts';
import { explainText, sourceOf } from '../explain-text.ts';

/** A time of the story, as tcpdump writes it. */
const at = (ms: number) =>
  `2026-03-01 10:${String(Math.floor(ms / 60_000)).padStart(2, '0')}:${String(Math.floor(ms / 1000) % 60).padStart(2, '0')}.${String(Math.floor(ms % 1000)).padStart(3, '0')}`;

/** An attempt that is refused at once. */
function refusal(ms: number, client: string, server: string): string[] {
  return [
    `${at(ms)}000 IP ${client} > ${server}: Flags [S], seq 1000, win 64240, options [mss 1460], length 0`,
    `${at(ms)}200 IP ${server} > ${client}: Flags [R.], seq 0, ack 1001, win 0, length 0`,
  ];
}

/** A request that its originator gives up: before the answer, or in the middle of it. */
function givenUp(ms: number, client: string, server: string, answered: boolean): string[] {
  const from = (segment: string, length = 0) => `IP ${client} > ${server}: Flags ${segment}, length ${length}`;
  const back = (segment: string, length = 0) => `IP ${server} > ${client}: Flags ${segment}, length ${length}`;
  const next = answered ? 5051 : 5001;
  return [
    `${at(ms)}000 ${from('[S], seq 1000, win 64240, options [mss 1460]')}`,
    `${at(ms)}100 ${back('[S.], seq 5000, ack 1001, win 64240, options [mss 1460]')}`,
    `${at(ms)}200 ${from('[.], seq 1001, ack 5001, win 501')}`,
    `${at(ms)}300 ${from('[P.], seq 1001:1101, ack 5001, win 501', 100)}`,
    `${at(ms)}400 ${back('[.], seq 5001, ack 1101, win 501')}`,
    ...(answered ? [`${at(ms)}500 ${back('[P.], seq 5001:5051, ack 1101, win 501', 50)}`] : []),
    `${at(ms)}900 ${from(`[R.], seq 1101, ack ${next}, win 501`)}`,
  ];
}

const range = (count: number) => Array.from({ length: count }, (_, index) => index);
const causesOf = ({ findings }: Explanation) => findings.map(({ cause, count }) => `${cause} ${count}`);

describe('connections of one story', () => {
  test('to a fleet of 30 services are one finding that tells of all and names none', async () => {
    const lines = range(60).flatMap((index) =>
      givenUp(index * 10, `10.0.1.${index}.40000`, `10.0.0.${index % 30}.443`, false),
    );
    const explanation = await explainText(lines);
    assert.deepEqual(causesOf(explanation), ['client-abort 60']);
    const [finding] = explanation.findings;
    assert.equal(
      finding?.symptom,
      'The originator gave up a request before any of its answer came, in 60 connections to 30 endpoints',
    );
    assert.deepEqual([finding?.fleet?.originatorCount, finding?.fleet?.responderCount], [60, 30]);
    assert.deepEqual(finding?.fleet?.responders[0], { end: '10.0.0.0:443', connections: 2 });
    assert.equal(finding?.distributions[0]?.count, 60);
    assert.equal(explanation.summary.byCause['client-abort'], 60);
  });

  test('tell whose RSTs decided, and which came from the other end afterwards', async () => {
    const late = (ms: number, client: string) =>
      `${at(ms)}000 IP 10.0.0.1.443 > ${client}: Flags [R], seq 5051, win 0, length 0`;
    const { findings } = await explainText([
      ...givenUp(0, '10.0.1.1.40000', '10.0.0.1.443', true),
      late(5, '10.0.1.1.40000'),
      ...givenUp(10, '10.0.1.2.40000', '10.0.0.1.443', true),
      late(15, '10.0.1.2.40000'),
      ...givenUp(20, '10.0.1.3.40000', '10.0.0.1.443', true),
    ]);
    assert.deepEqual(findings[0]?.resetFrames, [{ input: 0, frames: [7, 8, 15, 16, 23] }]);
    assert.deepEqual(findings[0]?.otherResetFrames, [{ input: 0, frames: [8, 16] }]);
  });

  test('are two findings where the story has another turn', async () => {
    const lines = range(20).flatMap((index) =>
      givenUp(index * 10, `10.0.1.${index}.40000`, `10.0.0.${index}.443`, index < 8),
    );
    const explanation = await explainText(lines);
    assert.deepEqual(causesOf(explanation), ['client-abort 12', 'client-abort 8']);
    const streams = explanation.findings.flatMap(({ subjects }) => subjects.map(({ stream }) => stream));
    assert.deepEqual(
      streams.toSorted((a, b) => a - b),
      range(20),
    );
  });

  test('to one endpoint keep the sentence that names it, as long as it is true of each', async () => {
    const lines = range(3).flatMap((index) => givenUp(index * 10, `10.0.1.${index}.40000`, '10.0.0.1.443', false));
    const { findings } = await explainText(lines);
    assert.equal(
      findings[0]?.symptom,
      'The originator gave up a request to 10.0.0.1:443 before any of its answer came',
    );
  });
});

describe('what is mended each for itself', () => {
  const ports = (count: number) =>
    range(count * 2).flatMap((index) =>
      refusal(index * 10, `10.0.1.1.${40_000 + index}`, `10.0.0.${index % count}.8080`),
    );

  test('is a finding each while it is few: five closed ports are five findings, with their own commands', async () => {
    const { findings } = await explainText(ports(5));
    assert.deepEqual(
      findings.map(({ count }) => count),
      [2, 2, 2, 2, 2],
    );
    for (const [index, { symptom }] of findings.entries()) {
      assert.equal(symptom, `Connection attempts to 10.0.0.${index}:8080 were refused ("Connection refused")`);
    }
  });

  test('one attempt is told of as one', async () => {
    const { findings } = await explainText(refusal(0, '10.0.1.1.40000', '10.0.0.1.8080'));
    assert.deepEqual(
      findings.map(({ symptom }) => symptom),
      ['A connection attempt to 10.0.0.1:8080 was refused ("Connection refused")'],
    );
  });

  test('and one finding from six on', async () => {
    const { findings } = await explainText(ports(6));
    assert.deepEqual(
      findings.map(({ symptom, count }) => [symptom, count]),
      [['Connection attempts were refused ("Connection refused"), in 12 connections to 6 endpoints', 12]],
    );
  });

  test('however many pairs of hosts there are: 100 clients at 5 ports are 5 findings', async () => {
    const lines = range(200).flatMap((index) =>
      refusal(index, `10.0.1.${index % 100}.${40_000 + index}`, `10.0.0.${index % 5}.8080`),
    );
    const { findings } = await explainText(lines);
    assert.deepEqual(
      findings.map(({ count }) => count),
      [40, 40, 40, 40, 40],
    );
  });
});

describe('texts beside a finding of many', () => {
  async function explain(...texts: readonly string[]): Promise<Explanation> {
    const explainer = new Explainer({ connections: false, stream: undefined, wanted: undefined, cause: undefined });
    for (const [index, text] of texts.entries())
      await explainer.addInput(`text ${index}`, sourceOf(new TextEncoder().encode(text)));
    return explainer.finish();
  }
  const capture = `${range(30)
    .flatMap((index) => refusal(index * 10, `10.0.1.${index}.40000`, `10.0.0.${index}.8080`))
    .join('\n')}\n`;
  const goText = (index: number) =>
    `2026/03/01 10:00:00 Post "http://x/": read tcp 10.0.1.${index}:40000->10.0.0.${index}:8080: read: connection reset by peer\n`;

  test('are joined to it by any of its connections, and say which', async () => {
    for (const texts of [
      [capture, goText(17)],
      [goText(17), capture],
    ]) {
      const { findings } = await explain(...texts);
      assert.equal(findings.length, 1);
      assert.equal(
        findings[0]?.whys[0]?.claim,
        'A program in Go wrote about one of these connections (stream 17), with its addresses and ports',
      );
    }
  });

  test('are quoted up to six times, and counted beyond', async () => {
    const { findings } = await explain(capture, range(9).map(goText).join(''));
    assert.equal(findings.length, 1);
    const words = findings[0]?.whys.filter(({ claim }) => / wrote /.test(claim)) ?? [];
    assert.equal(words.length, 7);
    assert.equal(words.at(-1)?.claim, 'Programs wrote 3 more lines about these connections');
  });

  test('in which one host tells more part its connections from those of the others', async () => {
    const outRsts =
      'Tcp: RtoAlgorithm RtoMin RtoMax MaxConn ActiveOpens PassiveOpens AttemptFails EstabResets CurrEstab InSegs OutSegs RetransSegs InErrs OutRsts InCsumErrors\nTcp: 1 200 120000 -1 10 10 0 0 1 100 100 0 0 5 0\n';
    const sockets = 'State Recv-Q Send-Q Local Address:Port Peer Address:Port\nESTAB 0 0 10.0.0.3:22 10.0.0.9:5000\n';
    const host = `$ date -u -Is\n2026-03-01T09:59:50+00:00\n$ cat /proc/net/snmp\n${outRsts}# ss -tan\n${sockets}$ date -u -Is\n2026-03-01T10:00:30+00:00\n$ cat /proc/net/snmp\n${outRsts}`;
    const { findings } = await explain(capture, host);
    assert.deepEqual(
      findings
        .filter(({ count }) => count > 0)
        .map(({ cause, verdict, count, subjects }) => [cause, verdict, count, subjects[0]?.stream]),
      [
        ['firewall-reject', 'proven', 1, 3],
        ['closed-port', 'likely', 29, 0],
      ],
    );
  });

  test('of the host that all of very many connections share are heard, whoever the others are', async () => {
    const lines = range(100).flatMap((index) => refusal(index * 10, `10.0.1.${index}.40000`, '10.0.0.2.8080'));
    const snapshot = (outRsts: number) =>
      `$ cat /proc/net/snmp\nTcp: RtoAlgorithm RtoMin RtoMax MaxConn ActiveOpens PassiveOpens AttemptFails EstabResets CurrEstab InSegs OutSegs RetransSegs InErrs OutRsts InCsumErrors\nTcp: 1 200 120000 -1 10 10 0 0 1 100 100 0 0 ${outRsts} 0\n`;
    const { findings } = await explain(`${lines.join('\n')}\n`, snapshot(5), snapshot(105));
    const alike = findings[0]?.stillPossible.find(({ cause }) => cause === 'firewall-reject');
    assert.equal(findings[0]?.count, 100);
    assert.match(alike?.because ?? '', /against it: TcpOutRsts moved by 100/);
  });
});

describe('a flood of attempts from made-up addresses', () => {
  /** @param count attempts without an answer, each repeated twice */
  async function flood(count: number): Promise<Explanation> {
    const lines: string[] = [];
    for (const wait of [0, 1000, 3000]) {
      for (let index = 0; index < count; index += 1) {
        const ip = `10.${1 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`;
        const when = at(wait + Math.floor(index / 100));
        lines.push(
          `${when}${String(index % 100).padStart(3, '0')} IP ${ip}.40000 > 192.0.2.1.80: Flags [S], seq ${index + 1}, win 64240, options [mss 1460], length 0`,
        );
      }
    }
    const explainer = new Explainer({ connections: false, stream: undefined, wanted: undefined, cause: undefined });
    await explainer.addInput('flood.txt', sourceOf(new TextEncoder().encode(`${lines.join('\n')}\n`)));
    return explainer.finish();
  }

  test('is weighed by its first ones and counted whole, and says so', async () => {
    const { findings, summary } = await flood(4000);
    const [finding] = findings;
    assert.deepEqual([findings.length, finding?.cause, finding?.count], [1, 'firewall-drop', 4000]);
    assert.equal(finding?.subjects.length, 4000);
    assert.equal(summary.byCause['firewall-drop'], 4000);
    const counted = finding?.onlyCounted ?? 0;
    assert.ok(counted > 2900 && counted < 3000, String(counted));
    assert.equal(finding?.distributions[0]?.count, 4000 - counted);
    assert.match(finding?.notes.at(-1) ?? '', /^2,9\d\d connections of these were counted and not weighed/);
    assert.equal(finding?.fleet?.originatorCount, 4000);
  });

  test('of a thousand is weighed one by one', async () => {
    const { findings } = await flood(1000);
    assert.deepEqual([findings[0]?.count, findings[0]?.onlyCounted, findings[0]?.notes], [1000, undefined, []]);
  });
});
