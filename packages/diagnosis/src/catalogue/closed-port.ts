import { type CatalogueEntry, measured } from './entry.ts';

const reset = 'RFC 9293 section 3.10.7.1: a segment for a connection that does not exist is answered by a reset';

export const closedPort: CatalogueEntry = {
  seen: [
    {
      text: "A SYN is answered at once by RST+ACK with seq 0, ack = the SYN's number + 1, window 0 and no options. The program gets ECONNREFUSED.",
      source: reset,
    },
  ],
  implies: [
    {
      text: 'The host found no socket that listens on that address and port.',
      source: 'tcp_v4_rcv in net/ipv4/tcp_ipv4.c',
    },
  ],
  lookAlikes: [
    {
      cause: 'firewall-reject',
      toldBy: 'on another host its TTL differs; on the responder itself only its counters tell: TcpOutRsts stays',
    },
    { cause: 'restart', toldBy: 'the port accepts connections before or after' },
  ],
  behind: [
    {
      cause: 'process-killed',
      how: 'the port has no listener until the process is started again',
      source: 'RFC 9293 section 3.10.7.1',
    },
    { cause: 'restart', how: 'the port has no listener while the service starts', source: 'RFC 9293 section 3.10.7.1' },
  ],
  settledBy: [
    { text: "The RST's TTL is that of the responder's other packets.", source: measured },
    { text: 'TcpOutRsts grows on the responder, and `ss -ltn` there shows no listener.', source: measured },
  ],
  remedies: [
    {
      summary: 'Start the service, or point the originator at the port and address where it listens',
      commands: ["ss -ltnp 'sport = :PORT'", 'systemctl status SERVICE'],
      harm: 'none known; binding to 0.0.0.0 or [::] instead of one address opens the service to every network of the host',
      verify: 'a new attempt gets a SYN-ACK: `nc -vz ADDRESS PORT`',
      undo: 'stop the service, or restore the previous address',
      source: reset,
    },
  ],
  captures: ['closed-port.pcap', 'closed-port-ipv6.pcapng', 'backend-any.pcap'],
};
