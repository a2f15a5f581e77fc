/** Bits of `Segment.flags`: the TCP header's control bits as RFC 9293 section 3.1 names them (AE: RFC 7560). */
export const FIN = 0x001;
export const SYN = 0x002;
export const RST = 0x004;
export const PSH = 0x008;
export const ACK = 0x010;
export const URG = 0x020;
export const ECE = 0x040;
export const CWR = 0x080;
export const AE = 0x100;

/** Bits of `Segment.options`: which TCP options the header carried. */
export const OPTION_MSS = 0x01;
export const OPTION_WINDOW_SCALE = 0x02;
export const OPTION_SACK_PERMITTED = 0x04;
export const OPTION_SACK = 0x08;
export const OPTION_TIMESTAMPS = 0x10;
export const OPTION_FAST_OPEN = 0x20;
export const OPTION_MPTCP = 0x40;
export const OPTION_MD5 = 0x80;
/** The options could not be read to their end: cut by the snap length or malformed. */
export const OPTIONS_INCOMPLETE = 0x100;
/** Beside OPTION_MPTCP: the connection is to be aborted (MP_FASTCLOSE, RFC 8684 section 3.5). */
export const OPTION_MPTCP_FASTCLOSE = 0x200;

/** Values of `Segment.malformed`: the header goes past the packet; the header is shorter than its own fields. */
export const HEADER_PAST_PACKET = 1;
export const HEADER_TOO_SHORT = 2;

/** Value of a field that the evidence does not hold, such as the TTL in plain tcpdump text. */
export const UNKNOWN = -1;
