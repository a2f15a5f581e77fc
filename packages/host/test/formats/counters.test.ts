import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readHostText } from '../../src/index.ts';
import { onlyPart, partsOf, valuesOf } from '../only.ts';

describe('nstat', () => {
  const output = `#kernel
IpInReceives                    68                 0.0
TcpOutRsts                      14                 0.0
TcpExtListenOverflows           0                  0.0
Ip6InOctets                     18446744073709551615   0.0
`;

  it('is read exactly, up to 64 bits', () => {
    assert.deepEqual(valuesOf(onlyPart(output, 'counters')), {
      IpInReceives: 68n,
      TcpOutRsts: 14n,
      TcpExtListenOverflows: 0n,
      Ip6InOctets: 18446744073709551615n,
    });
  });

  it('says what it counts from only if the text shows how it was called', () => {
    const scope = (command: string) => onlyPart(command + output, 'counters').scope;
    assert.equal(scope(''), 'unknown');
    assert.equal(scope('# nstat -az\n'), 'since-boot');
    assert.equal(scope('root@web1:~# nstat -asz\n'), 'since-boot');
    assert.equal(scope('$ sudo nstat\n'), 'since-last-call');
    assert.equal(scope('[root@web1 ~]# nstat -z\n'), 'since-last-call');
    assert.equal(scope('# nstat --ignore --zeros\n'), 'since-boot');
    assert.equal(scope('+ nstat -asz\n'), 'since-boot');
    assert.equal(scope('Every 2.0s: nstat -az        web1: Sun Mar  1 10:00:00 2026\n\n'), 'since-boot');
    assert.equal(scope('# how to use nstat -az\n'), 'unknown');
  });

  it('lists every counter that is not zero, unless it was filtered', () => {
    const all = (command: string) => onlyPart(`${command}\n${output}`, 'counters').absentIsZero;
    assert.equal(all('# nstat -a'), true);
    assert.equal(all('# nstat -a TcpOutRsts'), false);
    assert.equal(all('# nstat -a | grep Tcp'), false);
    assert.equal(all('some other line'), false);
  });

  it('quotes the line that gives the value, with its number', () => {
    const { line, quote } = onlyPart(output, 'counters').counters.get('TcpOutRsts') ?? {};
    assert.equal(line, 3);
    assert.equal(quote, 'TcpOutRsts 14 0.0');
  });

  it('without its header, as grep leaves it, is still nstat; a counter twice is another output', () => {
    const parts = partsOf('TcpOutRsts   3   0.0\nTcpOutRsts   5   0.0\n', 'counters');
    assert.deepEqual(parts.map(valuesOf), [{ TcpOutRsts: 3n }, { TcpOutRsts: 5n }]);
  });

  it('of its daemon has another header and rates', () => {
    const text = '#2842.1804289383 sampling_interval=10 time_const=60\nIpInReceives    2726               0.1\n';
    assert.deepEqual(valuesOf(onlyPart(text, 'counters')), { IpInReceives: 2726n });
  });

  it('marks a counter that went down; its 0 is no reading', () => {
    const { parts, damage } = readHostText('#kernel\nTcpOutRsts  0  0.0 (overflow)\nTcpInSegs  7  0.0\n');
    assert.deepEqual(
      parts.map((part) => (part.kind === 'counters' ? valuesOf(part) : {})),
      [{ TcpInSegs: 7n }],
    );
    assert.equal(damage[0]?.line, 2);
  });

  it('keeps a damaged line as damage, and reads on behind it', () => {
    const { parts, damage } = readHostText('#kernel\nTcpInSegs  7  0.0\nTcpOutRsts  1x4  0.0\nTcpOutSegs  9  0.0\n');
    assert.deepEqual(
      parts.map((part) => (part.kind === 'counters' ? valuesOf(part) : {})),
      [{ TcpInSegs: 7n, TcpOutSegs: 9n }],
    );
    assert.deepEqual(damage, [{ line: 3, reason: 'a line of nstat without a value that can be read' }]);
  });

  it('--json is read by its pairs, whole or pretty or cut off', () => {
    assert.deepEqual(valuesOf(onlyPart('{"kernel":{"IpInReceives":68,"TcpOutRsts":14}}\n', 'counters')), {
      IpInReceives: 68n,
      TcpOutRsts: 14n,
    });
    assert.deepEqual(
      valuesOf(
        onlyPart('{\n    "kernel": {\n        "IpInReceives": 68,\n        "TcpOutRsts": 14\n    }\n}\n', 'counters'),
      ),
      {
        IpInReceives: 68n,
        TcpOutRsts: 14n,
      },
    );
    assert.deepEqual(valuesOf(onlyPart('{"kernel":{"IpInReceives":68,"TcpOutRs', 'counters')), { IpInReceives: 68n });
  });
});

describe('netstat -s', () => {
  const output = `Ip:
    Forwarding: 2
    68 total packets received
Icmp:
    2 ICMP messages received
    ICMP input histogram:
        destination unreachable: 2
    1 ICMP messages sent
    0 ICMP messages failed
    ICMP output histogram:
        destination unreachable: 1
Tcp:
    17 passive connection openings
    10 connection resets received
    14 resets sent
    InCsumErrors: 3
Udp:
    706 packets received
TcpExt:
    62 TCP sockets finished time wait in fast timer
    Quick ack mode was activated 562 times
    5 times the listen queue of a socket overflowed
    15 connections reset due to early user close
    TCPTimeouts: 4
IpExt:
    InOctets: 17195
`;

  it('gives the kernel its names back', () => {
    const snapshot = onlyPart(output, 'counters');
    assert.equal(snapshot.format, 'netstat-statistics');
    assert.deepEqual(valuesOf(snapshot), {
      IpForwarding: 2n,
      IpInReceives: 68n,
      IcmpInMsgs: 2n,
      IcmpInDestUnreachs: 2n,
      IcmpOutMsgs: 1n,
      IcmpOutErrors: 0n,
      IcmpOutDestUnreachs: 1n,
      TcpPassiveOpens: 17n,
      TcpEstabResets: 10n,
      TcpOutRsts: 14n,
      TcpInCsumErrors: 3n,
      UdpInDatagrams: 706n,
      TcpExtTW: 62n,
      TcpExtDelayedACKLost: 562n,
      TcpExtListenOverflows: 5n,
      TcpExtTCPAbortOnClose: 15n,
      TcpExtTCPTimeouts: 4n,
      IpExtInOctets: 17195n,
    });
    assert.equal(snapshot.absentIsZero, true);
  });

  it('of older net-tools is worded otherwise', () => {
    const text = `Tcp:
    1648 active connections openings
    2890303 segments send out
    428 segments retransmited
    0 bad segments received.
TcpExt:
    667399 SYNs to LISTEN sockets ignored
`;
    assert.deepEqual(valuesOf(onlyPart(text, 'counters')), {
      TcpActiveOpens: 1648n,
      TcpOutSegs: 2890303n,
      TcpRetransSegs: 428n,
      TcpInErrs: 0n,
      TcpExtListenDrops: 667399n,
    });
  });

  it('cut down by grep is read by what its sentences say themselves; two of them are before and after', () => {
    const text = `$ netstat -s | egrep "listen|LISTEN"
    5 times the listen queue of a socket overflowed
    5 SYNs to LISTEN sockets dropped
$ netstat -s | egrep "listen|LISTEN"
    9 times the listen queue of a socket overflowed
    9 SYNs to LISTEN sockets dropped
`;
    assert.deepEqual(
      partsOf(text, 'counters').map(({ absentIsZero }) => absentIsZero),
      [false, false],
    );
    assert.deepEqual(partsOf(text, 'counters').map(valuesOf), [
      { TcpExtListenOverflows: 5n, TcpExtListenDrops: 5n },
      { TcpExtListenOverflows: 9n, TcpExtListenDrops: 9n },
    ]);
  });
});

describe('/proc/net/snmp and /proc/net/netstat', () => {
  const snmp = `Tcp: RtoAlgorithm RtoMin RtoMax MaxConn ActiveOpens OutRsts
Tcp: 1 200 120000 -1 418 641
TcpExt: SyncookiesSent ListenOverflows
TcpExt: 0 12
`;

  it('are columns under their names; MaxConn is below zero', () => {
    const snapshot = onlyPart(snmp, 'counters');
    assert.deepEqual(valuesOf(snapshot), {
      TcpRtoAlgorithm: 1n,
      TcpRtoMin: 200n,
      TcpRtoMax: 120000n,
      TcpMaxConn: -1n,
      TcpActiveOpens: 418n,
      TcpOutRsts: 641n,
      TcpExtSyncookiesSent: 0n,
      TcpExtListenOverflows: 12n,
    });
    assert.equal(
      snapshot.counters.get('TcpExtListenOverflows')?.quote,
      'TcpExt: ListenOverflows 12 (column 2 of lines 3 and 4)',
    );
  });

  it('twice in one text are two snapshots', () => {
    assert.equal(partsOf(snmp + snmp, 'counters').length, 2);
  });

  it('with fewer values than names give what has both, and are damage', () => {
    const { parts, damage } = readHostText('Tcp: ActiveOpens OutRsts InErrs\nTcp: 418 641\n');
    assert.deepEqual(
      parts.map((part) => (part.kind === 'counters' ? valuesOf(part) : {})),
      [{ TcpActiveOpens: 418n, TcpOutRsts: 641n }],
    );
    assert.deepEqual(damage, [{ line: 2, reason: 'Tcp has 3 names and 2 values' }]);
  });

  it('without their values are damage and nothing else', () => {
    const { parts, damage } = readHostText('Tcp: ActiveOpens OutRsts InErrs\n');
    assert.deepEqual(parts, []);
    assert.deepEqual(damage, [{ line: 1, reason: 'the line with the values of Tcp is missing' }]);
  });

  it('have a sister for IPv6', () => {
    const text = 'Ip6InReceives                   \t8\nIcmp6InPktTooBigs               \t2\n';
    assert.deepEqual(valuesOf(onlyPart(text, 'counters')), { Ip6InReceives: 8n, Icmp6InPktTooBigs: 2n });
  });
});

describe('conntrack', () => {
  it('-S is summed over the CPUs', () => {
    const text = `cpu=0   \tfound=0 invalid=4 insert=0 insert_failed=0 drop=3 early_drop=0 error=0 search_restart=0 clash_resolve=0 chaintoolong=0 
cpu=1   \tfound=0 invalid=8 insert=0 insert_failed=0 drop=0 early_drop=0 error=0 search_restart=0 clash_resolve=0 chaintoolong=0 
`;
    const { counters } = onlyPart(text, 'counters');
    assert.equal(counters.get('conntrack.invalid')?.value, 12n);
    assert.equal(counters.get('conntrack.drop')?.value, 3n);
    assert.equal(counters.get('conntrack.invalid')?.quote, 'cpu=0 invalid=4, cpu=1 invalid=8');
  });

  it('-S may name a column "(null)", where the kernel has more than the tool knows', () => {
    const text = 'cpu=0   \tfound=0 invalid=4 insert=0 drop=3 search_restart=0 (null)=0 (null)=0 \n';
    assert.equal(onlyPart(text, 'counters').counters.get('conntrack.drop')?.value, 3n);
  });

  it('-S of older versions has other columns, or one per line', () => {
    const older =
      'cpu=0   \tsearched=34 found=132 new=7 invalid=2 ignore=9 delete=1 delete_list=1 insert=1 insert_failed=0 drop=5 early_drop=0 error=0 search_restart=0 \n';
    assert.equal(onlyPart(older, 'counters').counters.get('conntrack.drop')?.value, 5n);
    const oldest = 'entries  \t6\nsearched  \t34\ninvalid   \t2\ndrop      \t5\n';
    assert.equal(onlyPart(oldest, 'counters').counters.get('conntrack.drop')?.value, 5n);
  });

  it('in /proc is hexadecimal, by the names of the header; entries are the whole table on each row', () => {
    const text = `entries  clashres found new invalid ignore delete chainlength insert insert_failed drop early_drop icmp_error  expect_new expect_create expect_delete search_restart
000000c8  00000000 00000000 00000000 00000010 00000000 00000000 00000000 00000000 00000000 00000003 00000000 00000000  00000000 00000000 00000000 00000000
000000c8  00000000 00000000 00000000 00000008 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000  00000000 00000000 00000000 00000000
`;
    const { counters } = onlyPart(text, 'counters');
    assert.equal(counters.get('conntrack.entries')?.value, 200n);
    assert.equal(counters.get('conntrack.invalid')?.value, 24n);
    assert.equal(counters.get('conntrack.drop')?.value, 3n);
  });

  it('in /proc of older kernels has its columns elsewhere', () => {
    const text = `entries  searched found new invalid ignore delete delete_list insert insert_failed drop early_drop icmp_error  expect_new expect_create expect_delete
00000006  00000022 00000084 00000007 00000002 00000009 00000001 00000001 00000001 00000000 00000005 00000000 00000000  00000000 00000000 00000000 
`;
    assert.equal(onlyPart(text, 'counters').counters.get('conntrack.drop')?.value, 5n);
  });

  it('-C is a number alone, and only its command tells what it counts', () => {
    assert.equal(onlyPart('# conntrack -C\n200\n', 'counters').counters.get('conntrack.entries')?.value, 200n);
    assert.deepEqual(readHostText('200\n').parts, []);
    assert.deepEqual(readHostText('# date +%s\n200\n').parts, []);
  });
});
