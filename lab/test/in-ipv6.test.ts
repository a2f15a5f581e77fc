import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inIpv4, inIpv6, settingInIpv6 } from '../network/in-ipv6.ts';

describe('the words of IPv4 in those of IPv6', () => {
  for (const [ipv4, ipv6] of [
    ['10.83.9.2', 'fd83:0:0:9::2'],
    ['10.83.9.2/32', 'fd83:0:0:9::2/128'],
    ['http://10.83.9.2:8080/story.git', 'http://[fd83:0:0:9::2]:8080/story.git'],
    ['10.83.9.2.8080', 'fd83:0:0:9::2.8080'],
    [
      'table ip nat { ip daddr 10.83.1.1 tcp dport 8080 dnat to 10.83.9.2:8080; }',
      'table ip6 nat { ip6 daddr fd83:0:0:1::1 tcp dport 8080 dnat to [fd83:0:0:9::2]:8080; }',
    ],
    ['icmp type destination-unreachable icmp code frag-needed drop', 'icmpv6 type packet-too-big drop'],
    ['tcp flags & rst == rst ip ttl 64 drop', 'tcp flags & rst == rst ip6 hoplimit 64 drop'],
    ['ip rule add fwmark 1 table 100', 'ip -6 rule add fwmark 1 table 100'],
    ['the ip of a router, and 10.84.0.1', 'the ip of a router, and 10.84.0.1'],
    ['table inet filter { tcp dport 8080 drop; }', 'table inet filter { tcp dport 8080 drop; }'],
  ] as const) {
    it(`${ipv4} is ${ipv6}`, () => assert.equal(inIpv6(ipv4), ipv6));
  }

  it('are found again by the numbers of an address', () => {
    assert.equal(inIpv4('fd83:0:0:9::2.8080'), '10.83.9.2.8080');
    assert.equal(inIpv4('fe80::1.8080'), 'fe80::1.8080');
  });

  it('leave a setting of TCP as it is, which both families share, and change one that each has of its own', () => {
    assert.equal(settingInIpv6('net.ipv4.tcp_timestamps'), 'net.ipv4.tcp_timestamps');
    assert.equal(settingInIpv6('net.ipv4.ip_default_ttl'), 'net.ipv6.conf.wire.hop_limit');
  });
});
