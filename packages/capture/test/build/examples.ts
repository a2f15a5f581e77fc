import { ascii, join, u16, zeros } from './bytes.ts';
import { linuxSll, linuxSll2 } from './cooked.ts';
import { ethernet, ethernet8023, llcSnap, mpls, pppoe, vlanTag } from './ethernet.ts';
import { ipv4 } from './ipv4.ts';
import { authenticationHeader, extensionHeader, fragmentHeader, ipv6 } from './ipv6.ts';
import { nflog, nflogAttribute } from './nflog.ts';
import {
  bsdNull,
  ciscoHdlc,
  frameRelay,
  frameRelayCisco,
  frameRelaySnap,
  ipoib,
  ppp,
  pppCompressed,
} from './point-to-point.ts';
import { tcp } from './tcp.ts';
import { alignedTimestamps } from './tcp-options.ts';
import { erspanI, erspanII, erspanIII, etherIp, geneve, gre, gtpU, pptp, teredo, vxlan, vxlanGpe } from './tunnels.ts';
import { aggregate, dataFrame, ppi, qosDataFrame, radiotap } from './wireless.ts';

/**
 * A frame in which one and the same TCP segment, `exampleSegment`, is to be found.
 *
 * tshark 4.0.17 finds it in all of them but four: it takes PPP under LINKTYPE_C_HDLC for an unknown Cisco protocol, reads NFLOG in its own
 * host's byte order, takes UDP port 8472 for OTV, and knows VXLAN's next protocol on port 4790 alone.
 */
export interface Example {
  /** What is around the IP packet, in words that a test's title ends with. */
  readonly name: string;
  readonly linkType: number;
  readonly frame: Uint8Array;
  readonly family: 4 | 6;
  readonly tunnels: number;
}

export const examplePayload = ascii('GET / HTTP/1.1\r\n');

/** What every example holds, in the words of Segment. */
export const exampleSegment = {
  sourcePort: 40_001,
  destinationPort: 443,
  sequence: 0x89abcdef | 0,
  acknowledgment: 0x1234_5678,
  flags: 0x18,
  window: 501,
  payloadBytes: examplePayload.length,
  timestampValue: 0xfedc_ba98 | 0,
  timestampEcho: 77,
} as const;

export const exampleTcp = tcp(
  { ...exampleSegment, options: alignedTimestamps(exampleSegment.timestampValue, exampleSegment.timestampEcho) },
  examplePayload,
);
export const exampleIpv4 = ipv4({ id: 0x4242, dontFragment: true, ttl: 57 }, exampleTcp);
export const exampleIpv6 = ipv6({ hopLimit: 57 }, exampleTcp);
const inner = ethernet(0x0800, exampleIpv4);

/** An outer packet between the ends of a tunnel. */
function between(protocol: number, payload: Uint8Array): Uint8Array {
  return ethernet(0x0800, ipv4({ source: '192.0.2.1', destination: '192.0.2.2', protocol, ttl: 255 }, payload));
}

function between6(nextHeader: number, payload: Uint8Array): Uint8Array {
  return ethernet(0x86dd, ipv6({ source: '2001:db8:ffff::1', destination: '2001:db8:ffff::2', nextHeader }, payload));
}

function example(name: string, linkType: number, frame: Uint8Array, tunnels = 0, family: 4 | 6 = 4): Example {
  return { name, linkType, frame, family, tunnels };
}

const links: readonly Example[] = [
  example('Ethernet', 1, inner),
  example('Ethernet with IPv6', 1, ethernet(0x86dd, exampleIpv6), 0, 6),
  example('Ethernet padded to 128 bytes', 1, ethernet(0x0800, exampleIpv4, 128)),
  example('IEEE 802.3 with LLC and SNAP', 1, ethernet8023(llcSnap(0x0800, exampleIpv4))),
  example('IEEE 802.3 with LLC for IP', 1, ethernet8023(join([0x06, 0x06, 0x03], exampleIpv4))),
  example('a VLAN tag', 1, ethernet(0x8100, vlanTag(100, 0x0800, exampleIpv4))),
  example('a VLAN tag around LLC and SNAP', 1, ethernet(0x8100, llcVlan())),
  example('two VLAN tags (QinQ)', 1, ethernet(0x88a8, vlanTag(7, 0x8100, vlanTag(100, 0x0800, exampleIpv4)))),
  example(
    'two VLAN tags of before 802.1ad',
    1,
    ethernet(0x9100, vlanTag(7, 0x8100, vlanTag(1, 0x86dd, exampleIpv6))),
    0,
    6,
  ),
  example('one MPLS label', 1, ethernet(0x8847, mpls([17], exampleIpv4))),
  example('three MPLS labels and IPv6', 1, ethernet(0x8847, mpls([17, 18, 19], exampleIpv6)), 0, 6),
  example('an MPLS pseudowire with control word', 1, ethernet(0x8847, mpls([17, 18], join(zeros(4), inner)))),
  example('PPPoE', 1, ethernet(0x8864, pppoe(ppp(0x0021, exampleIpv4, true)))),
  example(
    'PPPoE with IPv6 in a VLAN',
    1,
    ethernet(0x8100, vlanTag(7, 0x8864, pppoe(ppp(0x0057, exampleIpv6, true)))),
    0,
    6,
  ),
  example('BSD loopback, little-endian', 0, bsdNull(2, exampleIpv4)),
  example('BSD loopback, big-endian', 0, bsdNull(2, exampleIpv4, true)),
  example('BSD loopback with IPv6 of macOS', 0, bsdNull(30, exampleIpv6), 0, 6),
  example('BSD loopback with IPv6 of FreeBSD, big-endian', 0, bsdNull(28, exampleIpv6, true), 0, 6),
  example('OpenBSD loopback', 108, bsdNull(2, exampleIpv4, true)),
  example('PPP with address and control', 9, ppp(0x0021, exampleIpv4)),
  example('PPP without address and control', 9, ppp(0x0021, exampleIpv4, true)),
  example('PPP with a compressed protocol field', 9, pppCompressed(0x21, exampleIpv4)),
  example('PPP with IPv6', 50, ppp(0x0057, exampleIpv6), 0, 6),
  example('PPP with MPLS', 50, ppp(0x0281, mpls([17], exampleIpv4))),
  example('PPPoE without Ethernet', 51, pppoe(ppp(0x0021, exampleIpv4, true))),
  example('raw IP with IPv4', 101, exampleIpv4),
  example('raw IP with IPv6', 101, exampleIpv6, 0, 6),
  example('raw IP under the number of most systems', 12, exampleIpv4),
  example('raw IP under the number of OpenBSD', 14, exampleIpv6, 0, 6),
  example('raw IPv4', 228, exampleIpv4),
  example('raw IPv6', 229, exampleIpv6, 0, 6),
  example('ATM with LLC and SNAP (RFC 1483)', 100, llcSnap(0x0800, exampleIpv4)),
  example('Cisco HDLC', 104, ciscoHdlc(0x0800, exampleIpv4)),
  example('Cisco HDLC that is PPP in fact', 104, ppp(0x0021, exampleIpv4)),
  example('Frame Relay with NLPID for IPv4', 107, frameRelay(0xcc, exampleIpv4)),
  example('Frame Relay with NLPID for IPv6', 107, frameRelay(0x8e, exampleIpv6), 0, 6),
  example('Frame Relay with SNAP', 107, frameRelaySnap(0, 0x0800, exampleIpv4)),
  example('Frame Relay with bridged Ethernet', 107, frameRelaySnap(0x0080c2, 7, inner)),
  example('Frame Relay with an EtherType of Cisco', 107, frameRelayCisco(0x0800, exampleIpv4)),
  example('Linux cooked capture', 113, linuxSll(0x0800, exampleIpv4)),
  example('Linux cooked capture with a VLAN tag', 113, linuxSll(0x8100, vlanTag(9, 0x86dd, exampleIpv6)), 0, 6),
  example('Linux cooked capture with LLC', 113, linuxSll(4, llcSnap(0x0800, exampleIpv4))),
  example('Linux cooked capture v2', 276, linuxSll2(0x0800, exampleIpv4)),
  example('Linux cooked capture v2 with IPv6', 276, linuxSll2(0x86dd, exampleIpv6), 0, 6),
  example('a netfilter log', 239, nflog(2, exampleIpv4)),
  example('a netfilter log of IPv6, big-endian', 239, nflog(10, exampleIpv6, true), 0, 6),
  example(
    'a netfilter log with a nested attribute',
    239,
    nflog(2, exampleIpv4, false, [nflogAttribute(0x8013, zeros(8))]),
  ),
  example('IP over InfiniBand', 242, ipoib(0x0800, exampleIpv4)),
  example('IEEE 802.11', 105, dataFrame(llcSnap(0x0800, exampleIpv4))),
  example('IEEE 802.11 with four addresses', 105, dataFrame(llcSnap(0x0800, exampleIpv4), 0x03)),
  example('IEEE 802.11 with QoS', 105, qosDataFrame(llcSnap(0x86dd, exampleIpv6)), 0, 6),
  example('IEEE 802.11 with QoS and HT control', 105, qosDataFrame(llcSnap(0x0800, exampleIpv4), false, true)),
  example('an IEEE 802.11 aggregate of one', 105, qosDataFrame(aggregate([llcSnap(0x0800, exampleIpv4)]), true)),
  example('IEEE 802.11 behind radiotap', 127, radiotap(dataFrame(llcSnap(0x0800, exampleIpv4)), 8)),
  example('Per-Packet Information around Ethernet', 192, ppi(1, inner)),
  example('Per-Packet Information around IEEE 802.11', 192, ppi(105, dataFrame(llcSnap(0x0800, exampleIpv4)))),
];

const extensionHeaders: readonly Example[] = [
  example(
    'IPv6 behind hop-by-hop options',
    229,
    ipv6({ nextHeader: 0 }, join(extensionHeader(6, 2), exampleTcp)),
    0,
    6,
  ),
  example(
    'IPv6 behind destination options, routing and an authentication header',
    229,
    ipv6({ nextHeader: 60 }, join(extensionHeader(43), routingHeader(51), authenticationHeader(6), exampleTcp)),
    0,
    6,
  ),
  example(
    'an IPv6 fragment that is the whole packet (atomic, RFC 6946)',
    229,
    ipv6({ nextHeader: 44 }, join(fragmentHeader(6, 0, false), exampleTcp)),
    0,
    6,
  ),
  example('IPv4 with options', 228, ipv4({ options: [0x94, 0x04, 0, 0, 1, 1, 1] }, exampleTcp)),
];

const tunnels: readonly Example[] = [
  example('IPv4 in IPv4', 1, between(4, exampleIpv4), 1),
  example('IPv6 in IPv4', 1, between(41, exampleIpv6), 1, 6),
  example('IPv4 in IPv6', 1, between6(4, exampleIpv4), 1),
  example('IPv6 in IPv6', 1, between6(41, exampleIpv6), 1, 6),
  example('EtherIP', 1, between(97, etherIp(inner)), 1),
  example('MPLS in IP', 1, between(137, mpls([17], exampleIpv4)), 1),
  example('GRE', 1, between(47, gre(0x0800, exampleIpv4)), 1),
  example('GRE in IPv6 with IPv6', 1, between6(47, gre(0x86dd, exampleIpv6)), 1, 6),
  example(
    'GRE with checksum, key and sequence',
    1,
    between(47, gre(0x0800, exampleIpv4, { checksum: true, key: 7, sequence: 8 })),
    1,
  ),
  example('GRE with source routes', 1, between(47, gre(0x0800, exampleIpv4, { routes: [[0x0800, zeros(8)]] })), 1),
  example('GRE with bridged Ethernet', 1, between(47, gre(0x6558, inner, { key: 7 })), 1),
  example('PPTP', 1, between(47, pptp(ppp(0x0021, exampleIpv4))), 1),
  example('ERSPAN type I', 1, between(47, erspanI(inner)), 1),
  example('ERSPAN type II', 1, between(47, erspanII(inner)), 1),
  example('ERSPAN type III', 1, between(47, erspanIII(inner)), 1),
  example('ERSPAN type III with a platform header', 1, between(47, erspanIII(inner, true)), 1),
  example(
    'GRE with an IEEE 802.11 frame of an Aruba controller',
    1,
    between(47, gre(0x8200, dataFrame(llcSnap(0x0800, exampleIpv4)))),
    1,
  ),
  example('VXLAN', 1, between(17, vxlan(inner)), 1),
  example('VXLAN on the port of old Linux', 1, between(17, vxlan(inner, 8472)), 1),
  example('VXLAN with an extension for IPv4', 1, between(17, vxlanGpe(1, exampleIpv4)), 1),
  example('GENEVE', 1, between(17, geneve(0x6558, inner)), 1),
  example('GENEVE with options and IPv6', 1, between(17, geneve(0x86dd, exampleIpv6, 3)), 1, 6),
  example('Teredo', 1, between(17, teredo(exampleIpv6)), 1, 6),
  example('Teredo with authentication and origin', 1, between(17, teredo(exampleIpv6, true, true)), 1, 6),
  example('GTP-U', 1, between(17, gtpU(exampleIpv4)), 1),
  example(
    'GTP-U with extension headers',
    1,
    between(
      17,
      gtpU(exampleIpv6, [
        [0xc0, [0, 9]],
        [0x85, [0x10, 9, 0, 0, 0, 0]],
      ]),
    ),
    1,
    6,
  ),
  example('VXLAN in GRE in IPv6', 1, between6(47, gre(0x0800, between(17, vxlan(inner)).subarray(14))), 2),
];

export const examples: readonly Example[] = [...links, ...extensionHeaders, ...tunnels];

function llcVlan(): Uint8Array {
  const llc = llcSnap(0x0800, exampleIpv4);
  return join(u16(100), u16(llc.length), llc);
}

/** Type 4 (segment routing, RFC 8754) with no segments left. */
function routingHeader(nextHeader: number): Uint8Array {
  return join([nextHeader, 2, 4, 0], zeros(20));
}
