/** EtherTypes (IANA "ieee-802-numbers"). */
export const ETHER_TYPE_IPV4 = 0x0800;
export const ETHER_TYPE_IPV6 = 0x86dd;
/** IEEE 802.1Q. */
export const ETHER_TYPE_VLAN = 0x8100;

/** IP protocol number (IANA "protocol-numbers"). */
export const IP_PROTOCOL_TCP = 6;

/** The largest IP packet that an interface sends without segmentation offload: jumbo frames end at 9,216 bytes or below. */
export const largestUnmergedPacketBytes = 9216;

/** TCP options NOP NOP timestamps(10): the whole list of nearly every segment after the handshake, read in one comparison. */
export const onlyTimestamps = 0x0101080a;
