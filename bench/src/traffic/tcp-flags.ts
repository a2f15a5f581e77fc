/** The TCP header's control bits, RFC 9293 section 3.1. The bench keeps its own: what checks the product must not share its code. */
export const FIN = 0x01;
export const SYN = 0x02;
export const RST = 0x04;
export const PSH = 0x08;
export const ACK = 0x10;
