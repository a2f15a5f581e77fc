import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hostEvidence, readHostText, statementsFor } from '../../src/index.ts';

const brief = `# ip -br address
lo               UNKNOWN        127.0.0.1/8 ::1/128
wire@if3         UP             10.0.0.2/24 192.168.7.7/32 2001:DB8::2/64 fe80::1c2b:ff:fe00:1/64
tun0             UNKNOWN
`;
const long = `$ ip address show
1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
    inet 127.0.0.1/8 scope host lo
       valid_lft forever preferred_lft forever
2: eth0@if7: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default
    link/ether 02:42:0a:00:00:02 brd ff:ff:ff:ff:ff:ff link-netnsid 0
    inet 10.0.0.2/24 brd 10.0.0.255 scope global eth0
    inet6 2001:db8::2/64 scope global
`;

const addressesIn = (text: string) =>
  readHostText(text).parts.flatMap((part) => (part.kind === 'addresses' ? [...part.addresses] : []));

describe('the addresses of a host', () => {
  it('are read from both forms of `ip address`, without those that every host has', () => {
    assert.deepEqual(addressesIn(brief), ['10.0.0.2', '192.168.7.7', '2001:db8::2']);
    assert.deepEqual(addressesIn(long), ['10.0.0.2', '2001:db8::2']);
  });

  it('end where another output begins', () => {
    const { parts } = readHostText(`${brief}# nstat -asz\n#kernel\nTcpOutRsts  5  0.0\n`);
    assert.deepEqual(
      parts.map(({ kind }) => kind),
      ['addresses', 'counters'],
    );
  });

  it('are not looked for without their command', () => {
    assert.deepEqual(addressesIn(brief.replace(/^#.*\n/, '')), []);
    assert.deepEqual(addressesIn(brief.replace('ip -br address', 'ip route')), []);
  });

  it('tell whose counters are whose, and keep those of two hosts apart', () => {
    const text = (ip: string, time: string, outRsts: number) =>
      `# date -u -Is\n2026-03-01T${time}+00:00\n# ip -br address\neth0  UP  ${ip}/24\n# nstat -asz\n#kernel\nTcpOutRsts  ${outRsts}  0.0\n`;
    const readings = [
      text('10.0.0.2', '10:00:00', 5),
      text('10.0.0.9', '10:00:00', 70),
      text('10.0.0.2', '10:01:00', 5),
      text('10.0.0.9', '10:01:00', 90),
    ].map((one, input) => readHostText(one, { input }));
    const [statement, ...others] = statementsFor(hostEvidence(readings), {
      cause: 'closed-port',
      end: { ip: '10.0.0.2', port: 80 },
      fromNs: BigInt(Date.parse('2026-03-01T10:00:20Z')) * 1_000_000n,
      toNs: BigInt(Date.parse('2026-03-01T10:00:30Z')) * 1_000_000n,
    });
    assert.match(statement?.claim ?? '', /^TcpOutRsts did not move in 60 s/);
    assert.deepEqual([statement?.effect, statement?.quotes.map(({ input }) => input)], ['rules-out', [0, 2]]);
    assert.ok(others.every(({ effect }) => effect !== 'rules-out'));
  });
});
