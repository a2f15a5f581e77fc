/**
 * Numbers of the layers between which decoding moves. The first few are its ends.
 *
 *     link layer ─► [VLAN, MPLS, PPPoE …] ─► IPv4 / IPv6 ─► TCP ─► SEGMENT
 *          ▲                                      │  └────► ICMP ─► ICMP_ERROR
 *          └────────── tunnels ◄──────────────────┘
 */

/** A TCP segment was read into `packet.segment`. */
export const SEGMENT = 0;
/** An ICMP error about TCP was read into `packet.icmpError`. */
export const ICMP_ERROR = 1;
/** A protocol that has no TCP in it, or that is not decoded. */
export const UNDECODED = 2;
/** The capture ends inside a header. */
export const CUT = 3;
/** A header contradicts itself; `packet.malformed` says how. */
export const MALFORMED = 4;
/** A fragment of TCP without the TCP header. */
export const FRAGMENT_HIDING_TCP = 5;

export const ETHERNET = 10;
/** Choose by EtherType in `packet.protocol`. */
export const BY_ETHER_TYPE = 11;
export const LINUX_SLL = 12;
export const LINUX_SLL2 = 13;
export const BSD_NULL = 14;
/** Choose by link type in `packet.protocol`. */
export const BY_LINK_TYPE = 15;
export const PPP = 16;
/** Choose by PPP protocol in `packet.protocol`. */
export const BY_PPP_PROTOCOL = 17;
export const CISCO_HDLC = 18;
export const FRAME_RELAY = 19;
export const NFLOG = 20;
export const PPI = 21;
export const IPOIB = 22;
export const LLC = 23;
export const IEEE_802_11 = 24;
export const RADIOTAP = 25;
export const MPLS = 26;
export const PPPOE = 27;
/** IPv4 or IPv6 by the version nibble. */
export const IP = 30;
export const IPV4 = 31;
export const IPV6 = 32;
/** Choose by the IP protocol number in `packet.protocol`. */
export const BY_IP_PROTOCOL = 33;
export const TCP = 40;
export const UDP = 41;
export const ICMP = 42;
export const ICMPV6 = 43;
export const GRE = 50;
export const VXLAN = 51;
export const GENEVE = 52;
export const TEREDO = 53;
export const GTP_U = 54;
export const ERSPAN_II = 55;
export const ERSPAN_III = 56;
