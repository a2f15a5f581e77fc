import { type CatalogueEntry, measured } from './entry.ts';

export const pathMtuBlackHole: CatalogueEntry = {
  seen: [
    {
      text: 'The handshake and small segments pass; segments above some size are sent again at doubling intervals and are never acknowledged, selectively or otherwise; everything below that size arrives.',
      source: measured,
    },
    {
      text: 'No ICMP "fragmentation needed" comes back. The reset, if there is one, comes seconds later from a time-out.',
      source: measured,
    },
    {
      text: 'Or nothing fails, it only takes seconds: after some time-outs the sender goes over to smaller segments, and these are acknowledged (1,024 bytes after 3.1 s with tcp_mtu_probing of Linux 6.18; macOS: 1,200 bytes from the second time-out on).',
      source: `${measured}; xnu, net.inet.tcp.pmtud_blackhole_mss`,
    },
    {
      text: 'Behind the narrow link the large segments are not seen at all: full segments are missing until smaller ones fill the hole, or until the originator closes; then only ACKs tell that more was sent, for they bear the number behind it.',
      source: measured,
    },
  ],
  implies: [
    {
      text: 'A link on the way takes only smaller packets, and the message that says so is filtered.',
      source: 'RFC 2923 section 2.1',
    },
  ],
  lookAlikes: [
    {
      cause: 'firewall-drop',
      toldBy:
        'small packets are lost, too; where smaller segments helped, it stays possible: an interruption may have ended just then, or what looks into segments does not know their pieces',
    },
    { cause: 'restart', toldBy: 'the host is not heard any more at all' },
  ],
  settledBy: [
    {
      text: '`ping -M do -s 1472 ADDRESS` fails and smaller ones pass; IpFragFails grows on the router even if its ICMP is filtered; TcpExtTCPTimeouts of the sender grows, and its IcmpInDestUnreachs stays.',
      source: measured,
    },
  ],
  remedies: [
    {
      summary: 'Let ICMP type 3 code 4 (ICMPv6: type 2) through, or clamp the MSS where the path narrows',
      commands: ['nft add rule inet filter forward tcp flags syn tcp option maxseg size set rt mtu'],
      harm: 'slightly smaller segments on every connection through that host',
      verify: 'the MSS in the SYNs behind the clamp fits the path, and large segments are acknowledged',
      undo: 'delete the rule by its handle (`nft -a list chain inet filter forward`)',
      source: 'RFC 4821; nft(8), maxseg',
    },
    {
      summary: 'Let the sender find out by itself',
      commands: ['sysctl -w net.ipv4.tcp_mtu_probing=1'],
      harm: 'the first large segment of a connection still waits: 6.4 s were measured',
      verify: 'large transfers go on after a pause',
      undo: '`sysctl -w net.ipv4.tcp_mtu_probing=0`',
      source: 'Documentation/networking/ip-sysctl.rst, tcp_mtu_probing; RFC 4821',
    },
  ],
  captures: ['path-mtu-black-hole-ipv6.pcap', 'path-mtu-probing.pcap', 'path-mtu-probing-responder.pcap'],
};
