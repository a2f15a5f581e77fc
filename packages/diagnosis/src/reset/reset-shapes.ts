/** One shape in which a RST is made, and by whom. */
export interface ResetShapeRow {
  /** As `Reset.kind` has it. */
  readonly kind: 'A' | 'B' | 'C' | 'other';
  readonly shape: string;
  readonly madeBy: string;
  readonly source: string;
}

const linux = 'measured with Linux 6.18';

/** What `resetKindOf` tells apart. IPv6 has no IP ID and no DF. */
export const resetShapes: readonly ResetShapeRow[] = [
  {
    kind: 'A',
    shape: 'RST; seq = the ack field of what it answers; window 0, no options, IP ID 0, DF',
    madeBy:
      'a host with no usable socket for a segment that carries ACK: none, a listener, TIME_WAIT, closed by its program, a bad ACK in SYN-SENT; REJECT with tcp-reset, with its own TTL',
    source: `tcp_v4_send_reset and ip_send_unicast_reply; nf_reject_ipv4.c; ${linux}`,
  },
  {
    kind: 'B',
    shape:
      'RST+ACK; seq 0, ack = seq + length of what it answers (a SYN counts one); window 0, no options, IP ID 0, DF',
    madeBy: 'the same for a segment without ACK: a SYN to a port without a listener, or one that a rule rejects',
    source: `RFC 9293 section 3.10.7.1; ${linux}`,
  },
  {
    kind: 'C',
    shape:
      'RST+ACK; seq = snd_nxt, ack = rcv_nxt; window not 0, timestamps where the connection has them, the IP ID after its last',
    madeBy:
      'a live socket that its host aborts: closed with unread data, with SO_LINGER 0, by the end of its process, for unanswered keep-alive probes, by `ss -K`',
    source: `tcp_send_active_reset; ${linux}`,
  },
  {
    kind: 'other',
    shape: "RST+ACK with the socket's numbers and window 0, without timestamps",
    madeBy: 'no Linux: another system or an appliance that aborts, or a forgery',
    source: 'captures of others, see corpus.md',
  },
  {
    kind: 'other',
    shape: 'RST+ACK without the timestamps that the connection uses',
    madeBy: 'no Linux socket (tcp_send_active_reset writes them); on a path of Linux hosts a forgery',
    source: `RFC 7323 section 3.2 lets a RST go without; ${linux}`,
  },
];
