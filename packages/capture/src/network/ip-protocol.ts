import { CUT, ETHERNET, GRE, ICMP, ICMPV6, IPV4, IPV6, MPLS, TCP, UDP, UNDECODED } from '../layer.ts';
import type { Packet } from '../packet.ts';
import { IP_PROTOCOL_TCP } from '../protocol-numbers.ts';

/** Chooses the next layer by IP protocol number (IANA "protocol-numbers"). */
export function decodeByIpProtocol(packet: Packet): number {
  switch (packet.protocol) {
    case IP_PROTOCOL_TCP:
      return TCP;
    case 17:
      return UDP;
    case 1:
      return ICMP;
    case 58:
      return ICMPV6;
    case 4: // IP in IP (RFC 2003), and 4in6 (RFC 2473)
      return tunnel(packet, IPV4);
    case 41: // 6in4 (RFC 4213)
      return tunnel(packet, IPV6);
    case 47:
      return GRE;
    case 97: // EtherIP (RFC 3378): two bytes, then Ethernet
      if (packet.offset + 2 > packet.end) return CUT;
      packet.offset += 2;
      return tunnel(packet, ETHERNET);
    case 137: // MPLS in IP (RFC 4023)
      return tunnel(packet, MPLS);
    default:
      return UNDECODED;
  }
}

function tunnel(packet: Packet, layer: number): number {
  packet.segment.tunnels += 1;
  return layer;
}
