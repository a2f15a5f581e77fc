import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findingsOfHost, hostEvidence, readHostText } from '../src/index.ts';

const find = (...texts: string[]) =>
  findingsOfHost(hostEvidence(texts.map((text, input) => readHostText(text, { input })))).map(({ cause, verdict }) => [
    cause,
    verdict,
  ]);
const nstat = (name: string, value: number) => `# nstat -az\n#kernel\n${name}  ${value}  0.0\n`;
const overflows = nstat('TcpExtListenOverflows', 3) + nstat('TcpExtListenOverflows', 8);
const full =
  'State  Recv-Q Send-Q Local Address:Port Peer Address:Port\nLISTEN 3      2          10.77.2.1:80      0.0.0.0:*\n';
const conntrack = (drop: number, invalid = 0) =>
  `cpu=0 \tfound=0 invalid=${invalid} insert=0 insert_failed=0 drop=${drop} early_drop=0 \n`;
const tableFull = '[12492.854803] nf_conntrack: nf_conntrack: table full, dropping packet\n';
const invalid =
  '[12383.753067] nf_ct_proto_6: SEQ is over upper bound 1206558853 (over the window of the receiver) IN=vmb OUT= SRC=10.77.2.1 DST=10.77.2.254 LEN=51 TTL=64 PROTO=TCP SPT=9101 DPT=44976 SEQ=1211494340 ACK=1561782517 WINDOW=1000 RES=0x00 ACK PSH URGP=0\n';

describe('findings from a host alone', () => {
  it('are likely where a counter and a queue agree, possible where there is only one of them', () => {
    assert.deepEqual(find(overflows + full), [['backlog-overflow', 'likely']]);
    assert.deepEqual(find(overflows), [['backlog-overflow', 'possible']]);
    assert.deepEqual(find(full), [['backlog-overflow', 'possible']]);
  });

  it('are likely where the kernel says it outright', () => {
    assert.deepEqual(find(conntrack(0) + conntrack(3) + tableFull), [['conntrack-table-full', 'likely']]);
    assert.deepEqual(find(tableFull), [['conntrack-table-full', 'likely']]);
    assert.deepEqual(find(conntrack(0) + conntrack(3)), [['conntrack-table-full', 'possible']]);
    assert.deepEqual(find(invalid), [['conntrack-invalid', 'likely']]);
    assert.deepEqual(find(conntrack(0, 4) + conntrack(0, 6)), [['conntrack-invalid', 'possible']]);
  });

  it('are never made from totals since boot, from settings, or from counters that move for many reasons', () => {
    assert.deepEqual(find(nstat('TcpExtListenOverflows', 8)), []);
    assert.deepEqual(find('net.core.somaxconn = 128\nnet.ipv4.tcp_abort_on_overflow = 1\n'), []);
    assert.deepEqual(find(nstat('TcpOutRsts', 3) + nstat('TcpOutRsts', 8)), []);
    assert.deepEqual(find(nstat('TcpExtTCPTimeouts', 3) + nstat('TcpExtTCPTimeouts', 8)), []);
  });

  it('are never proven', () => {
    const [finding] = findingsOfHost(hostEvidence([readHostText(overflows + full + tableFull + invalid)]));
    assert(finding);
    for (const { verdict } of findingsOfHost(hostEvidence([readHostText(overflows + full + tableFull + invalid)]))) {
      assert.notEqual(verdict, 'proven');
    }
  });

  it('rest on quoted lines, name what looks alike, and say what speaks against them', () => {
    const against = 'net.ipv4.tcp_abort_on_overflow = 0\n';
    const [finding] = findingsOfHost(hostEvidence([readHostText(overflows + full + against)]));
    assert(finding);
    assert.equal(finding.id, 'h1');
    assert.deepEqual(finding.whys[0], {
      claim: 'TcpExtListenOverflows moved by 5: an accept queue of this host was full',
      evidence: [
        { input: 0, frames: [], detail: 'line 3: TcpExtListenOverflows 3 0.0' },
        { input: 0, frames: [], detail: 'line 6: TcpExtListenOverflows 8 0.0' },
      ],
    });
    assert.deepEqual(
      finding.stillPossible.map(({ cause }) => cause),
      ['firewall-drop'],
    );
    assert.deepEqual(finding.notes, [
      'Against it: net.ipv4.tcp_abort_on_overflow = 0: a full accept queue sends no RST; it drops SYNs and ACKs in silence',
    ]);
    assert(finding.remedies.length > 0);
    assert.deepEqual(finding.subjects, []);
  });

  it('are not made of counters alone where a capture covers most of the time in which they moved', () => {
    const read = (time: string, value: number) => `${time}\n${nstat('TcpExtListenOverflows', value)}`;
    const moved = hostEvidence([readHostText(read('2026-03-01T10:00:00Z', 3) + read('2026-03-01T10:01:00Z', 4))]);
    const captured = (from: string, to: string) => [
      { fromNs: BigInt(Date.parse(from)) * 1_000_000n, toNs: BigInt(Date.parse(to)) * 1_000_000n },
    ];
    const causes = (from: string, to: string) =>
      findingsOfHost(moved, { captured: captured(from, to) }).map(({ cause }) => cause);
    assert.deepEqual(causes('2026-03-01T10:00:20Z', '2026-03-01T10:02:00Z'), []);
    assert.deepEqual(causes('2026-03-01T10:00:40Z', '2026-03-01T10:02:00Z'), ['backlog-overflow']);
    assert.deepEqual(causes('2026-03-01T11:00:00Z', '2026-03-01T11:02:00Z'), ['backlog-overflow']);
  });

  it('leave out lines of the log from before the first reading, where all have their times', () => {
    const read = (time: string, value: number) => `${time}\n${nstat('TcpOutRsts', value)}`;
    const readings = read('2026-03-01T10:00:00Z', 3) + read('2026-03-01T10:01:00Z', 4);
    const logged = (time: string) => `${time},123456+00:00 nf_conntrack: table full, dropping packet\n`;
    assert.deepEqual(find(readings + logged('2026-03-01T10:00:30')), [['conntrack-table-full', 'likely']]);
    assert.deepEqual(find(readings + logged('2026-03-01T09:00:00')), []);
    assert.deepEqual(find(logged('2026-03-01T09:00:00')), [['conntrack-table-full', 'likely']]);
  });

  it('come the surest first', () => {
    assert.deepEqual(find(nstat('TcpExtTCPSYNChallenge', 0) + nstat('TcpExtTCPSYNChallenge', 1) + tableFull), [
      ['conntrack-table-full', 'likely'],
      ['half-open', 'possible'],
    ]);
  });

  it('are none of SYNs for open connections where none of these was reset: a SYN-ACK that comes again counts, too', () => {
    const read = (challenges: number, resets: number) =>
      `${nstat('TcpExtTCPSYNChallenge', challenges)}TcpEstabResets ${resets} 0.0\n`;
    assert.deepEqual(find(read(0, 4) + read(1, 4)), []);
    assert.deepEqual(find(read(0, 4) + read(1, 5)), [['half-open', 'possible']]);
  });

  it('of a reason in the trace name its cause', () => {
    const reset = (reason: string) =>
      `python3-1 [000] ..... 1.500257: tcp_send_reset: skbaddr=0 skaddr=0 src=10.0.0.1:80 dest=10.0.0.2:4000 state=TCP_CLOSE reason=${reason}\n`;
    assert.deepEqual(find(reset('TCP_ABORT_ON_DATA')), [['keep-alive-race', 'likely']]);
    assert.deepEqual(find(reset('TCP_TIMEWAIT_SOCKET')), [['late-data', 'likely']]);
    assert.deepEqual(find(reset('TCP_STATE')), [['linger-zero', 'possible']]);
    assert.deepEqual(find(reset('NO_SOCKET')), []);
  });
});
