import {
  BSD_NULL,
  CISCO_HDLC,
  ETHERNET,
  FRAME_RELAY,
  IEEE_802_11,
  IP,
  IPOIB,
  IPV4,
  IPV6,
  LINUX_SLL,
  LINUX_SLL2,
  LLC,
  NFLOG,
  PPI,
  PPP,
  PPPOE,
  RADIOTAP,
  UNDECODED,
} from '../layer.ts';

/** The first layer of each link type that is read (LINKTYPE_* numbers of the pcap registry, and the DLT_* numbers that files hold instead). */
const firstLayers = new Map<number, number>([
  [0, BSD_NULL],
  [1, ETHERNET],
  [9, PPP],
  [12, IP], // DLT_RAW on most systems
  [14, IP], // DLT_RAW on OpenBSD
  [50, PPP],
  [51, PPPOE],
  [100, LLC], // RFC 1483 ATM
  [101, IP],
  [104, CISCO_HDLC],
  [105, IEEE_802_11],
  [107, FRAME_RELAY],
  [108, BSD_NULL],
  [113, LINUX_SLL],
  [127, RADIOTAP],
  [192, PPI],
  [228, IPV4],
  [229, IPV6],
  [239, NFLOG],
  [242, IPOIB],
  [276, LINUX_SLL2],
]);

/** @param linkType as the capture gives it; the upper bits of a pcap header's field (FCS length) must be masked off before. */
export function firstLayerOf(linkType: number): number {
  return firstLayers.get(linkType) ?? UNDECODED;
}

/** Whether frames of this link type can be decoded at all. */
export function isLinkTypeRead(linkType: number): boolean {
  return firstLayers.has(linkType);
}
