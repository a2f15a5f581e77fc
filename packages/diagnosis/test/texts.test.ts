import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Explainer, type Explanation } from '../src/index.ts';
import { sourceOf } from './explain-text.ts';

async function explain(...texts: readonly string[]): Promise<Explanation> {
  const explainer = new Explainer({ connections: false, stream: undefined, wanted: undefined, cause: undefined });
  for (const [index, text] of texts.entries())
    await explainer.addInput(`text ${index}`, sourceOf(new TextEncoder().encode(text)));
  return explainer.finish();
}

/** A closed port, as `tcpdump -nn -S -tttt` prints it. */
const refused = `2026-03-01 10:00:00.000000 IP 10.0.0.1.40000 > 10.0.0.2.8080: Flags [S], seq 1000, win 64240, options [mss 1460], length 0
2026-03-01 10:00:00.000200 IP 10.0.0.2.8080 > 10.0.0.1.40000: Flags [R.], seq 0, ack 1001, win 0, length 0
`;
const goText = (port: number) =>
  `2026/03/01 10:00:00 Post "http://10.0.0.2:8080/": read tcp 10.0.0.1:${port}->10.0.0.2:8080: read: connection reset by peer\n`;

describe('a text that is no capture', () => {
  test('of a client is read for its symptoms, and makes a possible finding', async () => {
    const { inputs, findings, summary } = await explain(goText(40_000));
    assert.deepEqual([inputs[0]?.kind, inputs[0]?.lines, inputs[0]?.frames], ['client-log', 1, 0]);
    assert.deepEqual([findings.length, findings[0]?.id, findings[0]?.verdict], [1, 'f1', 'possible']);
    assert.deepEqual(summary.byCause, {});
  });

  test('may hold its only failure far behind the beginning', async () => {
    const noise = 'step 12: compiling, all is well\n'.repeat(20_000);
    const { inputs, findings } = await explain(noise + goText(40_000) + noise);
    assert.deepEqual([inputs[0]?.kind, inputs[0]?.lines, findings.length], ['client-log', 40_001, 1]);
    assert.match(findings[0]?.whys[0]?.evidence[0]?.detail ?? '', /^line 20001: /);
  });

  test('of a host is read for its counters, before and after', async () => {
    const counters = (overflows: number) =>
      `# nstat -asz\n#kernel\nTcpExtListenOverflows           ${overflows}   0.0\n`;
    const queue =
      '# ss -ltn\nState  Recv-Q Send-Q Local Address:Port Peer Address:Port\nLISTEN 5 4 0.0.0.0:80 0.0.0.0:*\n';
    const { inputs, findings } = await explain(counters(3), counters(8) + queue);
    assert.deepEqual(
      inputs.map(({ kind }) => kind),
      ['counters', 'counters'],
    );
    assert.deepEqual([findings[0]?.cause, findings[0]?.verdict], ['backlog-overflow', 'likely']);
  });

  test('in which nothing is known is said to be that', async () => {
    await assert.rejects(explain('Once upon a time there was a file.\nIt held a story.\n'), {
      code: 'CAPTURE_UNKNOWN_FORMAT',
    });
  });
});

describe('a client’s words beside a capture', () => {
  test('that name its connection belong to the finding, whatever comes first', async () => {
    for (const texts of [
      [refused, goText(40_000)],
      [goText(40_000), refused],
    ]) {
      const { findings } = await explain(...texts);
      assert.equal(findings.length, 1);
      assert.match(findings[0]?.whys[0]?.claim ?? '', /wrote about this connection/);
      assert.equal(findings[0]?.cause, 'closed-port');
    }
  });

  test('that name another connection make a finding of their own', async () => {
    const { findings } = await explain(refused, goText(40_001));
    assert.deepEqual(
      findings.map(({ id, verdict }) => [id, verdict]),
      [
        ['f1', 'likely'],
        ['f2', 'possible'],
      ],
    );
  });
});

describe('a host’s counters beside a capture', () => {
  const snapshot = (outRsts: number) =>
    `$ cat /proc/net/snmp\nTcp: RtoAlgorithm RtoMin RtoMax MaxConn ActiveOpens PassiveOpens AttemptFails EstabResets CurrEstab InSegs OutSegs RetransSegs InErrs OutRsts InCsumErrors\nTcp: 1 200 120000 -1 10 10 0 0 1 100 100 0 0 ${outRsts} 0\n`;

  test('make a look-alike less likely, and do not exclude it while it is not known whose they are', async () => {
    for (const texts of [
      [refused, snapshot(5), snapshot(6)],
      [snapshot(5), snapshot(6), refused],
    ]) {
      const { findings } = await explain(...texts);
      const alike = findings[0]?.stillPossible.find(({ cause }) => cause === 'firewall-reject');
      assert.deepEqual([findings[0]?.cause, findings[0]?.verdict], ['closed-port', 'likely']);
      assert.match(alike?.because ?? '', /against it: TcpOutRsts moved by 1/);
    }
  });

  test('that stand still say nothing while it is not known whose they are', async () => {
    const { findings } = await explain(refused, snapshot(5), snapshot(5));
    assert.ok(findings[0]?.notes.every((note) => !note.startsWith('Against it')));
  });

  test('of the responder itself, around that time, contradict what the capture made likely', async () => {
    const listening =
      '# ss -tan\nState Recv-Q Send-Q Local Address:Port Peer Address:Port\nESTAB 0 0 10.0.0.2:22 10.0.0.9:5000\n';
    const host = (outRsts: number) =>
      `$ date -u -Is\n2026-03-01T09:59:50+00:00\n${snapshot(5)}${listening}$ date -u -Is\n2026-03-01T10:00:30+00:00\n${snapshot(outRsts)}`;
    const verdictOf = async (outRsts: number) => {
      const { findings } = await explain(refused, host(outRsts));
      const finding = findings.find(({ subjects }) => subjects.length > 0);
      return [finding?.verdict, finding?.notes.some((note) => /Against it: TcpOutRsts did not move/.test(note))];
    };
    assert.deepEqual(await verdictOf(6), ['likely', false]);
    assert.deepEqual(await verdictOf(5), ['possible', true]);
  });
});
