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

/** A line of each proxy, about a request that went well. */
const healthyLines = {
  nginxError: '2026/03/01 10:00:00 [notice] 1#1: signal process started',
  nginxAccess: '192.0.2.9 - - [01/Mar/2026:10:00:00 +0100] "GET / HTTP/1.1" 200 157 "-" "curl/8"',
  haproxy:
    'Mar  1 10:00:00 edge haproxy[812]: 192.0.2.9:40000 [01/Mar/2026:10:00:00.000] web app/a1 0/0/1/5/6 200 157 - - ---- 1/1/0/0/0 0/0 "GET / HTTP/1.1"',
  envoy:
    '[2026-03-01T10:00:00.310Z] "POST /api/v1 HTTP/2" 204 - 154 0 226 100 "192.0.2.9" "agent" "cc21d9b0" "app" "tcp://10.0.0.7:8080"',
  alb: 'https 2026-03-01T10:00:00.186641Z app/my-lb/50dc6c495c0c9188 192.0.2.9:2817 10.0.0.7:80 0.001 0.005 0.000 200 200 34 366 "GET https://www.example.com:443/ HTTP/1.1" "curl/8" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/t/73e2d6bc24d8a067 "Root=1-58337262" "-" "-" 0 2026-03-01T09:59:58.364000Z "forward" "-" "-"',
};

describe('a text that is no capture', () => {
  test('of a client is read for its symptoms, and makes a possible finding', async () => {
    const { inputs, findings, summary } = await explain(goText(40_000));
    assert.deepEqual([inputs[0]?.kind, inputs[0]?.lines, inputs[0]?.frames], ['client-log', 1, 0]);
    assert.deepEqual([findings.length, findings[0]?.id, findings[0]?.verdict], [1, 'f1', 'possible']);
    assert.deepEqual(summary.byCause, {});
  });

  test('of a host is read also in the log of a job, behind what that puts in front of each line', async () => {
    const printed = ['#kernel', 'TcpExtListenOverflows           3                  0.0'];
    for (const prefix of ['2026-01-01T00:00:00.1234567Z ', 'web-1  | ', '\u001b[36mweb-1  |\u001b[0m ']) {
      const { inputs } = await explain(`${prefix}$ nstat -az\n${printed.map((line) => prefix + line).join('\r\n')}\n`);
      assert.equal(inputs[0]?.kind, 'counters', prefix);
    }
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

  test('of a proxy in which nothing failed is read all the same, and is healthy', async () => {
    for (const line of Object.values(healthyLines)) {
      const { inputs, findings } = await explain(`${line}\n${line}\n`);
      assert.deepEqual([inputs[0]?.kind, inputs[0]?.lines, inputs[0]?.notes], ['proxy-log', 2, []], line);
      assert.deepEqual(findings, [], line);
    }
  });

  test('of a proxy among whose lines are others says how many were not read', async () => {
    const { inputs } = await explain(`${healthyLines.nginxAccess}\nworker 3 says hello\n${healthyLines.haproxy}\n`);
    assert.deepEqual(inputs[0]?.notes, ['1 line of another format than the known ones: nothing was read there']);
  });

  test('in which nothing is known is said to be that', async () => {
    await assert.rejects(explain('Once upon a time there was a file.\nIt held a story.\n'), {
      code: 'CAPTURE_UNKNOWN_FORMAT',
      message: /begins with "Once upon a time .*in its 2 lines nothing is known/,
    });
  });

  test('is no healthy log because it quotes a line of one: the rest of it is unknown', async () => {
    const prose = 'This is how an access log looks:\n';
    await assert.rejects(explain(`${prose}${healthyLines.nginxAccess}\nNow you know.\n`), {
      code: 'CAPTURE_UNKNOWN_FORMAT',
    });
  });

  test('of a build in which nothing failed is refused: of most of its lines nobody knows what they say', async () => {
    const build = "Cloning into 'repo'...\n* Connected to example.org (192.0.2.1) port 443\n> GET / HTTP/1.1\n";
    await assert.rejects(explain(build), { code: 'CAPTURE_UNKNOWN_FORMAT' });
  });
});

describe('a client’s words beside a capture', () => {
  const joined = async (line: string) => {
    const { findings } = await explain(refused, `${line}\n`);
    return findings.length === 1 && /wrote about this connection/.test(findings[0]?.whys[0]?.claim ?? '');
  };
  const says = 'read tcp 10.0.0.1:40000->10.0.0.2:8080: read: connection reset by peer';

  test('may be of a clock in any zone, if they name none, but not of a minute that is none in any', async () => {
    assert.equal(await joined(`2026/03/01 15:45:00 ${says}`), true);
    assert.equal(await joined(`2026/03/01 15:52:00 ${says}`), false);
    assert.equal(await joined(`2026/03/03 10:00:00 ${says}`), false);
  });

  test('are found in whatever way JSON logs write the time', async () => {
    assert.equal(await joined(JSON.stringify({ ts: 1772359200.5, error: says })), true);
    assert.equal(await joined(JSON.stringify({ error: says, time: 1772359200500 })), true);
    assert.equal(await joined(JSON.stringify({ error: says, time: 1772350000500 })), false);
  });

  test('may write IPv4 addresses as a socket of IPv6 shows them', async () => {
    assert.equal(await joined(says.replaceAll(/10\.0\.0\.\d/g, '[::ffff:$&]')), true);
  });

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

  test('of the responder itself, around that time, tell a rule that rejects from a port where nobody listens', async () => {
    const listening =
      '# ss -tan\nState Recv-Q Send-Q Local Address:Port Peer Address:Port\nESTAB 0 0 10.0.0.2:22 10.0.0.9:5000\n';
    const host = (outRsts: number) =>
      `$ date -u -Is\n2026-03-01T09:59:50+00:00\n${snapshot(5)}${listening}$ date -u -Is\n2026-03-01T10:00:30+00:00\n${snapshot(outRsts)}`;
    const concluded = async (outRsts: number) => {
      const { findings } = await explain(refused, host(outRsts));
      return findings.find(({ subjects }) => subjects.length > 0);
    };
    const bySocket = await concluded(6);
    assert.deepEqual([bySocket?.cause, bySocket?.verdict], ['closed-port', 'likely']);
    const byRule = await concluded(5);
    assert.deepEqual([byRule?.cause, byRule?.verdict, byRule?.sentBy], ['firewall-reject', 'proven', 'responder']);
    assert.match(byRule?.whys[1]?.claim ?? '', /TcpOutRsts did not move in 40 s: this host sent no RST/);
    assert.match(byRule?.whys[1]?.evidence.at(-1)?.detail ?? '', /^line \d+: /);
    assert.match(
      byRule?.ruledOut.find(({ cause }) => cause === 'closed-port')?.because ?? '',
      /TcpOutRsts did not move/,
    );
    assert.deepEqual(byRule?.stillPossible, []);
    assert.match(byRule?.remedies[0]?.commands.join('\n') ?? '', /insert rule inet filter input /);
  });
});

describe('what a kernel says of each RST that it sends, beside a capture', () => {
  const traced = (from: string, to: string, reason: string) =>
    `  curl-1 [000] .N... 46354.042112: tcp_send_reset: skbaddr=0000000000000000 skaddr=00000000a86c0435 src=${from} dest=${to} state=TCP_CLOSE reason=${reason}\n`;
  /** The originator resets at the end of all; then the responder would have had nothing to say of it. */
  const finished = `2026-03-01 10:00:00.000000 IP 10.0.0.1.40000 > 10.0.0.2.8080: Flags [S], seq 1000, win 64240, options [mss 1460], length 0
2026-03-01 10:00:00.000200 IP 10.0.0.2.8080 > 10.0.0.1.40000: Flags [S.], seq 5000, ack 1001, win 65160, options [mss 1460], length 0
2026-03-01 10:00:00.000300 IP 10.0.0.1.40000 > 10.0.0.2.8080: Flags [.], ack 5001, win 502, length 0
2026-03-01 10:00:00.000400 IP 10.0.0.1.40000 > 10.0.0.2.8080: Flags [P.], seq 1001:1101, ack 5001, win 502, length 100
2026-03-01 10:00:00.000500 IP 10.0.0.2.8080 > 10.0.0.1.40000: Flags [P.], seq 5001:5101, ack 1101, win 509, length 100
2026-03-01 10:00:00.000600 IP 10.0.0.1.40000 > 10.0.0.2.8080: Flags [.], ack 5101, win 502, length 0
2026-03-01 10:00:00.000700 IP 10.0.0.2.8080 > 10.0.0.1.40000: Flags [F.], seq 5101, ack 1101, win 509, length 0
2026-03-01 10:00:00.000800 IP 10.0.0.1.40000 > 10.0.0.2.8080: Flags [R.], seq 1101, ack 5102, win 502, length 0
`;

  test('is no finding of its own when the capture shows that connection', async () => {
    const { findings } = await explain(finished, traced('10.0.0.1:40000', '10.0.0.2:8080', 'TCP_STATE'));
    assert.deepEqual(
      findings.map(({ cause }) => cause),
      ['harmless'],
    );
  });

  test('is a finding of its own when it names another', async () => {
    const { findings } = await explain(finished, traced('10.0.0.1:40001', '10.0.0.2:8080', 'TCP_STATE'));
    assert.deepEqual(
      findings.map(({ cause }) => cause),
      ['harmless', 'linger-zero'],
    );
  });

  const at = (second: number, from: string, rest: string) =>
    `2026-03-01 10:00:0${second}.000500 IP ${from === 'originator' ? '10.0.0.1.40000 > 10.0.0.2.8080' : '10.0.0.2.8080 > 10.0.0.1.40000'}: Flags ${rest}\n`;
  const answered = finished.split('\n').slice(0, 6).join('\n');
  const inState = (state: string) => traced('10.0.0.2:8080', '10.0.0.1:40000', 'TCP_STATE').replace('TCP_CLOSE', state);

  test('tells a socket that was destroyed from outside from one that its program closed: by its state', async () => {
    const aborted = `${answered}\n${at(3, 'responder', '[R.], seq 5101, ack 1101, win 509, length 0')}`;
    const [alone] = (await explain(aborted)).findings;
    assert.equal(alone?.cause, 'application-abort');
    assert.ok(alone?.stillPossible.some(({ cause }) => cause === 'socket-destroyed'));
    const [open] = (await explain(aborted, inState('TCP_ESTABLISHED'))).findings;
    assert.deepEqual([open?.cause, open?.sentBy], ['socket-destroyed', 'responder']);
    assert.ok(open?.ruledOut.some(({ cause }) => cause === 'linger-zero'));
    const [closed] = (await explain(aborted, inState('TCP_CLOSE'))).findings;
    assert.equal(closed?.cause, 'application-abort');
    assert.ok(closed?.ruledOut.some(({ cause }) => cause === 'socket-destroyed'));
  });

  test('tells a connection that was forgotten alone from a restart: its socket was destroyed', async () => {
    const forgotten = `${answered}\n${at(4, 'originator', '[P.], seq 1101:1201, ack 5101, win 502, length 100')}${at(5, 'responder', '[R], seq 5101, win 0, length 0').replace('05.000500', '04.000700')}`;
    const [alone] = (await explain(forgotten)).findings;
    assert.deepEqual([alone?.cause, alone?.stillPossible[0]?.cause], ['restart', 'half-open']);
    const [told] = (await explain(forgotten, inState('TCP_ESTABLISHED'))).findings;
    assert.deepEqual([told?.cause, told?.verdict, told?.sentBy], ['half-open', 'likely', 'responder']);
    assert.deepEqual(told?.stillPossible[0]?.cause, 'restart');
    const [closed] = (await explain(forgotten, inState('TCP_CLOSE'))).findings;
    assert.equal(closed?.cause, 'restart');
  });

  test('is not needed where the counters of closes that abort stood still', async () => {
    const aborted = `${answered}\n${at(3, 'responder', '[R.], seq 5101, ack 1101, win 509, length 0')}`;
    const sockets =
      '# ss -tan\nState Recv-Q Send-Q Local Address:Port Peer Address:Port\nESTAB 0 0 10.0.0.2:22 10.0.0.9:5000\n';
    const counters = (outRsts: number, onData: number) =>
      `# nstat -asz\n#kernel\nTcpOutRsts ${outRsts} 0.0\nTcpExtTCPAbortOnData ${onData} 0.0\nTcpExtTCPAbortOnClose 2 0.0\n`;
    const host = (onData: number) =>
      `$ date -u -Is\n2026-03-01T09:59:50+00:00\n${counters(5, 4)}${sockets}$ date -u -Is\n2026-03-01T10:00:30+00:00\n${counters(6, onData)}`;
    const [still] = (await explain(aborted, host(4))).findings;
    assert.deepEqual([still?.cause, still?.verdict], ['socket-destroyed', 'likely']);
    assert.ok(still?.stillPossible.some(({ cause }) => cause === 'application-abort'));
    const [moved] = (await explain(aborted, host(5))).findings;
    assert.notEqual(moved?.cause, 'socket-destroyed');
  });

  test('counts for the end whose address the RST bears, not for the other one', async () => {
    const of = async (from: string, to: string) => {
      const { findings } = await explain(refused, traced(from, to, 'NO_SOCKET'));
      return findings[0]?.whys.filter(({ claim }) => claim.startsWith('A host says')).length;
    };
    assert.deepEqual(
      await Promise.all([of('10.0.0.2:8080', '10.0.0.1:40000'), of('10.0.0.1:40000', '10.0.0.2:8080')]),
      [1, 0],
    );
  });
});

describe('SYNs that nothing answers', () => {
  const unanswered = [0, 1, 3, 7]
    .map(
      (second) =>
        `2026-03-01 10:00:0${second}.000000 IP 10.0.0.1.40000 > 10.0.0.2.8080: Flags [S], seq 1000, win 64240, options [mss 1460], length 0\n`,
    )
    .join('');
  const kernelLog = (time: string) => `[${time}] nf_conntrack: nf_conntrack: table full, dropping packet\n`;
  const inTime = kernelLog('Sun Mar  1 10:00:01 2026');
  const counters = (drop: number) =>
    `# conntrack -S\ncpu=0   found=0 invalid=3 insert=0 insert_failed=0 drop=${drop} early_drop=0 error=0 search_restart=0\n`;
  const told = async (...texts: readonly string[]) => {
    const { findings } = await explain(...texts);
    return findings.map(({ cause, verdict }) => `${cause} ${verdict}`);
  };

  test('were dropped by a rule, or by a full table of conntrack: packets alone do not tell', async () => {
    const { findings } = await explain(unanswered);
    assert.deepEqual([findings.length, findings[0]?.cause], [1, 'firewall-drop']);
    assert.ok(findings[0]?.stillPossible.some(({ cause }) => cause === 'conntrack-table-full'));
  });

  test('met a full table when the kernel of a host says so, whatever comes first', async () => {
    for (const texts of [
      [unanswered, inTime],
      [inTime, unanswered],
    ]) {
      const { findings } = await explain(...texts);
      assert.deepEqual(
        findings.map(({ cause, verdict, count }) => [cause, verdict, count]),
        [['conntrack-table-full', 'likely', 1]],
      );
      assert.match(JSON.stringify(findings[0]?.whys), /table full, dropping packet/);
      // What a host says lies under the root, which is the last why.
      assert.match(findings[0]?.whys.at(-2)?.claim ?? '', /^A host says: /);
      assert.match(findings[0]?.whys.at(-1)?.claim ?? '', /^A host on the way dropped the packets/);
      assert.deepEqual(
        findings[0]?.stillPossible.map(({ cause }) => cause),
        ['firewall-drop'],
      );
      assert.match(findings[0]?.remedies[0]?.commands.join() ?? '', /nf_conntrack_max/);
    }
  });

  test('may have met one when its drop counter moved, which has other reasons, too', async () => {
    assert.deepEqual(await told(unanswered, counters(0), counters(7)), ['conntrack-table-full possible']);
  });

  test('met a full accept queue when the listener overflowed at least as often, and another connection was accepted', async () => {
    const accepted = [
      '2026-03-01 10:00:02.000000 IP 10.0.0.1.40001 > 10.0.0.2.8080: Flags [S], seq 1000, win 64240, options [mss 1460], length 0',
      '2026-03-01 10:00:02.000200 IP 10.0.0.2.8080 > 10.0.0.1.40001: Flags [S.], seq 5000, ack 1001, win 64240, options [mss 1460], length 0',
      '2026-03-01 10:00:02.000300 IP 10.0.0.1.40001 > 10.0.0.2.8080: Flags [.], ack 5001, win 64240, length 0',
    ];
    const [first = '', ...rest] = unanswered.split('\n').filter((line) => line !== '');
    const both = `${[first, rest[0], ...accepted, ...rest.slice(1)].join('\n')}\n`;
    const overflows = (count: number) => `# nstat -asz\n#kernel\nTcpExtListenOverflows           ${count}   0.0\n`;
    assert.deepEqual(await told(both, overflows(2), overflows(6)), ['backlog-overflow likely']);
    assert.equal((await told(both, overflows(2), overflows(5)))[0], 'firewall-drop likely');
    assert.equal((await told(both, overflows(6)))[0], 'firewall-drop likely');
    assert.equal((await told(unanswered, overflows(2), overflows(6)))[0]?.split(' ')[0], 'firewall-drop');
  });

  test('did not when the counter stood still, or moved at some time since boot, or the message is of another day', async () => {
    for (const texts of [
      [counters(7), counters(7)],
      [counters(7)],
      [kernelLog('').replace('[]', '2026-02-01T10:00:01+0000 gw kernel:')],
    ]) {
      assert.equal((await told(unanswered, ...texts))[0]?.split(' ')[0], 'firewall-drop', texts.join());
    }
  });
});
