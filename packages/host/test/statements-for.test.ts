import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  evidenceOf,
  type HostQuestion,
  hostEvidence,
  readHostText,
  type Statement,
  statementsFor,
} from '../src/index.ts';

const ask = (question: HostQuestion, ...texts: string[]): readonly Statement[] =>
  statementsFor(hostEvidence(texts.map((text, input) => readHostText(text, { input }))), question);
const effects = (statements: readonly Statement[]) =>
  statements.map(({ name, effect, strength }) => [name, effect, strength]);

const snapshot = (time: string, counters: Record<string, number>) =>
  `${time}\n# nstat -az\n${Object.entries(counters)
    .map(([name, value]) => `${name}  ${value}  0.0\n`)
    .join('')}`;
const before = snapshot('2026-03-01T10:00:00Z', { TcpExtTCPAbortOnClose: 5, TcpOutRsts: 7 });
const after = snapshot('2026-03-01T10:01:00Z', { TcpExtTCPAbortOnClose: 5, TcpOutRsts: 9 });
/** The sockets of 10.77.2.1, which tell whose host it is. */
const socketsOfResponder = `# ss -tan
State  Recv-Q Send-Q Local Address:Port Peer Address:Port
LISTEN 0      128          10.77.2.1:80        0.0.0.0:*
ESTAB  12     0            10.77.2.1:80      10.77.1.1:4000
`;
const ns = (text: string) => BigInt(Date.parse(text)) * 1_000_000n;
const end = { ip: '10.77.2.1', port: 80 };
const peer = { ip: '10.77.1.1', port: 4000 };
const during = { fromNs: ns('2026-03-01T10:00:20Z'), toNs: ns('2026-03-01T10:00:21Z') };

describe('a counter that moved', () => {
  it('raises its causes, with both lines and the time between', () => {
    const [statement] = ask(
      { cause: 'backlog-overflow' },
      snapshot('2026-03-01T10:00:00Z', { TcpExtListenOverflows: 3 }),
      snapshot('2026-03-01T10:00:12Z', { TcpExtListenOverflows: 8 }),
    );
    assert(statement);
    assert.equal(statement.effect, 'raises');
    assert.equal(statement.claim, 'TcpExtListenOverflows moved by 5 in 12 s: an accept queue of this host was full');
    assert.equal(statement.count, 5n);
    assert.deepEqual(evidenceOf(statement), [
      { input: 0, frames: [], detail: 'line 3: TcpExtListenOverflows 3 0.0' },
      { input: 1, frames: [], detail: 'line 3: TcpExtListenOverflows 8 0.0' },
    ]);
  });

  it('at some time since boot raises them less, and sinks nothing', () => {
    const total = snapshot('2026-03-01T10:00:00Z', { TcpOutRsts: 7, TcpExtListenOverflows: 3 });
    assert.deepEqual(effects(ask({ cause: 'backlog-overflow' }, total)), [
      ['TcpExtListenOverflows', 'raises', 'total'],
    ]);
    assert.deepEqual(effects(ask({ cause: 'firewall-reject' }, total)), []);
    assert.match(ask({ cause: 'backlog-overflow' }, total)[0]?.claim ?? '', /stands at 3 since boot/);
  });
});

describe('a counter that did not move', () => {
  it('rules a cause out only if whose host and what time it was are both certain', () => {
    const of = (question: Partial<HostQuestion>, ...more: string[]) =>
      effects(ask({ cause: 'unread-data', ...question }, before, after, ...more)).filter(
        ([name]) => name === 'TcpExtTCPAbortOnClose',
      );
    const ruledOut = [['TcpExtTCPAbortOnClose', 'rules-out', 'interval']];
    const sunk = [['TcpExtTCPAbortOnClose', 'sinks', 'interval']];
    assert.deepEqual(of({ ...during, inputs: [0, 1] }), ruledOut);
    assert.deepEqual(of({ ...during }), sunk);
    assert.deepEqual(of({ inputs: [0, 1] }), sunk);
    assert.deepEqual(of({ ...during, end, peer }), sunk);
  });

  it('of a host that shows the address in question among its sockets is certain to be of that end', () => {
    const statements = ask({ cause: 'unread-data', ...during, end, peer }, before + after + socketsOfResponder);
    assert.deepEqual(
      effects(statements).filter(([, effect]) => effect === 'rules-out'),
      [['TcpExtTCPAbortOnClose', 'rules-out', 'interval']],
    );
  });

  it('of the other end, or at another time, says nothing', () => {
    const others = ask({ cause: 'unread-data', ...during, end: peer, peer: end }, before + after + socketsOfResponder);
    assert.deepEqual(others, []);
    const elsewhen = { fromNs: ns('2026-03-01T12:00:00Z'), toNs: ns('2026-03-01T12:00:01Z') };
    assert.deepEqual(ask({ cause: 'unread-data', ...elsewhen, inputs: [0, 1] }, before, after), []);
  });

  it('since boot, and read afterwards, rules out what happened before', () => {
    const zero = snapshot('2026-03-01T10:05:00Z', { TcpExtTCPAbortOnClose: 0 });
    assert.deepEqual(effects(ask({ cause: 'unread-data', ...during, inputs: [0] }, zero)), [
      ['TcpExtTCPAbortOnClose', 'rules-out', 'total'],
    ]);
    const early = snapshot('2026-03-01T09:00:00Z', { TcpExtTCPAbortOnClose: 0 });
    assert.deepEqual(effects(ask({ cause: 'unread-data', ...during, inputs: [0] }, early)), [
      ['TcpExtTCPAbortOnClose', 'sinks', 'total'],
    ]);
  });

  it('as nstat printed it, called nobody knows how, says nothing: it may have moved that often twice', () => {
    const bare = (value: number) => `#kernel\nTcpExtTCPAbortOnClose  ${value}  0.0\n`;
    assert.deepEqual(ask({ cause: 'unread-data' }, bare(5), bare(5)), []);
    assert.deepEqual(effects(ask({ cause: 'unread-data' }, bare(0), bare(0))), [
      ['TcpExtTCPAbortOnClose', 'sinks', 'interval'],
    ]);
  });
});

describe('a counter of nstat, called nobody knows how', () => {
  it('rules nothing out', () => {
    const bare = (time: string) => `${time}\n#kernel\nTcpExtTCPAbortOnClose  0  0.0\n`;
    const texts = [bare('2026-03-01T10:00:00Z'), bare('2026-03-01T10:01:00Z')];
    assert.deepEqual(effects(ask({ cause: 'unread-data', ...during, inputs: [0, 1] }, ...texts)), [
      ['TcpExtTCPAbortOnClose', 'sinks', 'interval'],
    ]);
  });
});

describe('counters beside each other', () => {
  const churn = (opens: number, segments: number) =>
    effects(
      ask(
        { cause: 'connection-churn' },
        snapshot('2026-03-01T10:00:00Z', { TcpPassiveOpens: 0, TcpInSegs: 0 }),
        snapshot('2026-03-01T10:01:00Z', { TcpPassiveOpens: opens, TcpInSegs: segments }),
      ),
    );

  it('show churn where few segments came for each connection', () => {
    assert.deepEqual(churn(1000, 6000), [['TcpPassiveOpens', 'raises', 'interval']]);
    assert.deepEqual(churn(1000, 90_000), []);
    assert.deepEqual(churn(10, 60), []);
  });
});

describe('a setting', () => {
  it('speaks by its value', () => {
    const of = (value: string) =>
      effects(ask({ cause: 'backlog-overflow' }, `net.ipv4.tcp_abort_on_overflow = ${value}\n`));
    assert.deepEqual(of('0'), [['net.ipv4.tcp_abort_on_overflow', 'sinks', 'moment']]);
    assert.deepEqual(of('1'), [['net.ipv4.tcp_abort_on_overflow', 'raises', 'moment']]);
    const longest = (value: string) => ask({ cause: 'backlog-overflow' }, `net.core.somaxconn = ${value}\n`).length;
    assert.deepEqual(['128', '4096', 'none'].map(longest), [1, 0, 0]);
  });
});

describe('a line that names a connection', () => {
  const reset = (src: string, dest: string, reason: string) =>
    `python3-1 [000] ..... 12450.500257: tcp_send_reset: skbaddr=0 skaddr=0 src=${src} dest=${dest} state=TCP_CLOSE reason=${reason}\n`;

  it('speaks of that connection, and of no other', () => {
    const text = reset('10.77.2.1:80', '10.77.1.1:4000', 'TCP_ABORT_ON_CLOSE');
    assert.deepEqual(effects(ask({ cause: 'unread-data', end, peer }, text)), [
      ['TCP_ABORT_ON_CLOSE', 'raises', 'connection'],
    ]);
    assert.deepEqual(ask({ cause: 'unread-data', end, peer: { ...peer, port: 4001 } }, text), []);
    assert.deepEqual(effects(ask({ cause: 'unread-data' }, text)), [['TCP_ABORT_ON_CLOSE', 'raises', 'interval']]);
  });

  it('with a RST that the end itself sent rules out that it was forged', () => {
    const text = reset('10.77.2.1:80', '10.77.1.1:4000', 'NO_SOCKET');
    assert.deepEqual(effects(ask({ cause: 'injected-reset', end, peer }, text)), [['any', 'rules-out', 'connection']]);
    assert.deepEqual(effects(ask({ cause: 'injected-reset' }, text)), [['any', 'sinks', 'interval']]);
  });

  it('with a RST that the peer sent says nothing of the end', () => {
    const text = reset('10.77.1.1:4000', '10.77.2.1:80', 'NO_SOCKET');
    assert.deepEqual(ask({ cause: 'injected-reset', end, peer }, text), []);
  });

  it('with a RST of a listener names no peer, and may be of any connection to its port', () => {
    const text = reset('[::]:80', '[::]:0', 'TCP_FLAGS');
    assert.deepEqual(effects(ask({ cause: 'restart', end, peer }, text)), [['TCP_FLAGS', 'raises', 'interval']]);
    assert.deepEqual(ask({ cause: 'restart', end: { ...end, port: 81 }, peer }, text), []);
  });

  it('is known again behind NAT by one end and the other port', () => {
    const text =
      '[1.000001] nf_ct_proto_6: invalid new IN=vmb OUT= SRC=10.77.2.1 DST=10.77.2.254 LEN=51 TTL=64 ID=7 PROTO=TCP SPT=80 DPT=4000 SEQ=1 ACK=1 WINDOW=1 ACK\n';
    assert.deepEqual(effects(ask({ cause: 'conntrack-invalid', end: peer, peer: end }, text)), [
      ['conntrack-invalid', 'raises', 'connection'],
    ]);
    assert.deepEqual(ask({ cause: 'conntrack-invalid', end: { ...peer, port: 5000 }, peer: end }, text), []);
  });

  it('at another time says nothing', () => {
    const line = (time: string) =>
      `${time} gw kernel: nf_ct_proto_6: invalid new IN=a OUT= SRC=10.77.2.1 DST=10.77.1.1 PROTO=TCP SPT=80 DPT=4000 SEQ=1\n`;
    const of = (time: string) => ask({ cause: 'conntrack-invalid', end, peer, ...during }, line(time)).length;
    assert.equal(of('2026-03-01T10:00:19.000000+00:00'), 1);
    assert.equal(of('2026-03-01T09:00:00.000000+00:00'), 0);
  });
});

describe('a list of sockets', () => {
  it('shows a listener with more waiting than it may have', () => {
    const list = (row: string) => `State  Recv-Q Send-Q Local Address:Port Peer Address:Port\n${row}\n`;
    const full = list('LISTEN 3      2          10.77.2.1:80      0.0.0.0:*');
    const [statement] = ask({ cause: 'backlog-overflow' }, full);
    assert.equal(
      statement?.claim,
      '10.77.2.1 port 80 (3 wait, 2 may): more connections wait to be accepted than this listener may have',
    );
    assert.equal(ask({ cause: 'backlog-overflow', end, peer }, full).length, 1);
    assert.equal(ask({ cause: 'backlog-overflow', end: { ...end, port: 81 } }, full).length, 0);
    assert.equal(
      ask({ cause: 'backlog-overflow' }, list('LISTEN 2      2          10.77.2.1:80      0.0.0.0:*')).length,
      0,
    );
  });

  it('shows the 4-tuple in TIME_WAIT, open, or with bytes unread', () => {
    const rows = socketsOfResponder;
    assert.deepEqual(effects(ask({ cause: 'half-open', end, peer }, rows)), [['still-open', 'raises', 'connection']]);
    assert.deepEqual(effects(ask({ cause: 'unread-data', end, peer }, rows)), [
      ['unread-bytes', 'raises', 'connection'],
    ]);
    assert.deepEqual(effects(ask({ cause: 'closed-port', end, peer }, rows)), [['listening', 'sinks', 'moment']]);
    assert.deepEqual(ask({ cause: 'half-open', end, peer: { ...peer, port: 4001 } }, rows), []);
    const waiting =
      '# ss -tan state time-wait\nRecv-Q Send-Q Local Address:Port  Peer Address:Port\n0 0 10.77.2.1:80 10.77.1.1:4000\n';
    assert.deepEqual(effects(ask({ cause: 'time-wait-reuse', end, peer }, waiting)), [
      ['time-wait', 'raises', 'connection'],
    ]);
  });

  it('of conntrack is full when its entries reach the limit', () => {
    const text = (count: number) =>
      `# conntrack -C\n${count}\n# sysctl net.netfilter.nf_conntrack_max\nnet.netfilter.nf_conntrack_max = 200\n`;
    assert.deepEqual(effects(ask({ cause: 'conntrack-table-full' }, text(200))), [
      ['entries-at-limit', 'raises', 'moment'],
    ]);
    assert.deepEqual(ask({ cause: 'conntrack-table-full' }, text(199)), []);
  });
});
