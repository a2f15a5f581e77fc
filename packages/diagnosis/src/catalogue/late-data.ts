import { type CatalogueEntry, measured } from './entry.ts';

export const lateData: CatalogueEntry = {
  seen: [
    {
      text: 'An end sends data although it has acknowledged the FIN of the other; a kind A RST answers, its seq that of the FIN + 1.',
      source: measured,
    },
    {
      text: 'Where the closed end had only finished sending and reads on (Apache httpd, lighttpd), a request sent behind its FIN is acknowledged, no RST comes, and nothing answers it.',
      source: 'seen in captures of lighttpd 1.4; RFC 9112 section 9.6',
    },
  ],
  implies: [
    {
      text: 'The program did not look at the end of file that had arrived, or the other end will read no more: it has closed, not only finished sending.',
      source: 'RFC 9293 section 3.6.1',
    },
  ],
  lookAlikes: [
    { cause: 'keep-alive-race', toldBy: "its RST has the FIN's own number, because the FIN had not been seen" },
    { cause: 'harmless', toldBy: "a few bytes right after the FIN may be TLS's close_notify" },
    { cause: 'process-killed', toldBy: 'SYNs to the same port are refused after the FIN' },
    { cause: 'idle-timeout', toldBy: 'the TTL is that of another host' },
    { cause: 'firewall-reject', toldBy: 'the TTL is that of another host' },
  ],
  settledBy: [{ text: 'RST.seq = FIN.seq + 1, and no abort counter moves.', source: measured }],
  remedies: [
    {
      summary:
        'Let the sending program look before it writes to a pooled connection: a read that returns the end of file means that a new connection is needed',
      commands: [
        '# Go: http.Transport does so; limit what it keeps:\nIdleConnTimeout: 4 * time.Second',
        '# Node.js: do not keep sockets longer than the responder does:\nnew http.Agent({ keepAlive: true, timeout: 4000 })',
      ],
      harm: 'more connections are opened; a check before a write narrows the gap and does not close it (what is left is keep-alive-race)',
      verify: '`ss -tan state close-wait` no longer lists connections to that responder, and the RSTs end',
      undo: 'restore the previous timeouts',
      source:
        'Go net/http, Transport.IdleConnTimeout; Node.js http, new Agent([options]), timeout; RFC 9112 section 9.5',
    },
    {
      summary: 'Let the closing program finish sending first (shutdown) and read to the end before it closes',
      commands: ['shutdown(fd, SHUT_WR); while (read(fd, buffer, sizeof buffer) > 0) ; close(fd);'],
      harm: 'an end that never closes holds the socket: set a limit',
      verify: 'what is sent after the FIN is acknowledged in a new capture',
      undo: 'restore the previous way of closing',
      source: 'RFC 9112 section 9.6; RFC 9293 section 3.6.1',
    },
  ],
  captures: ['late-data.pcap'],
};
