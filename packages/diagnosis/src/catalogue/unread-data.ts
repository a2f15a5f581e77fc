import type { Remedy } from '@fivewhys/evidence';
import { type CatalogueEntry, measured } from './entry.ts';

export const readOn: Remedy = {
  summary:
    'Let the program read the rest of the request (up to a limit) before it closes, or close only its sending side first',
  commands: ['# nginx does so with:\nlingering_close on;\nlingering_timeout 5s;'],
  harm: 'a client that never stops sending holds the connection for as long as the limits allow',
  verify: 'TCPAbortOnClose (`nstat -az TcpExtTCPAbortOnClose`) stays',
  undo: '`lingering_close off;`',
  source: 'nginx ngx_http_core_module, lingering_close; RFC 9112 section 9.6',
};

/** Of HTTP for a port where SSH is spoken. */
export const otherPort: Remedy = {
  summary: 'Point the originator at the port where HTTP is served: at this one an SSH server listens',
  commands: ['# on the responder: who listens where\nss -ltnp'],
  harm: 'none known',
  verify: '`curl -sv http://HOST:PORT/` gets an answer in HTTP',
  undo: 'restore the previous port',
  source: 'RFC 4253 section 4.2: both ends begin with a line of SSH',
};

export const unreadData: CatalogueEntry = {
  seen: [
    {
      text: 'Bytes were acknowledged but never answered; then comes a kind C RST of the end that received them. A response (a 413, say) may precede it by a tenth of a millisecond, and the RST has the number after its last byte.',
      source: measured,
    },
  ],
  implies: [
    {
      text: 'A socket that is closed with bytes unread in its queue is reset, so that the sender learns that they were lost.',
      source: 'RFC 2525 section 2.17; RFC 9293 section 3.6.1',
    },
  ],
  lookAlikes: [
    { cause: 'linger-zero', toldBy: 'TCPAbortOnData grows, and TCPAbortOnClose does not' },
    { cause: 'process-killed', toldBy: 'the process is gone: new SYNs are refused' },
    { cause: 'restart', toldBy: 'its RST is of kind A' },
    { cause: 'injected-reset', toldBy: 'the TTL is that of another host' },
    { cause: 'path-mtu-black-hole', toldBy: 'large segments were sent again and never acknowledged' },
    { cause: 'application-abort', toldBy: "the program's own log" },
  ],
  behind: [
    {
      cause: 'path-mtu-black-hole',
      how: 'the small beginning of a request arrives, its large segments never do, and the program closes without having read all',
      source: 'RFC 2923 section 2.1',
    },
  ],
  settledBy: [
    {
      text: 'TCPAbortOnClose, TcpEstabResets and TcpOutRsts grow by one; the kernel names the reason TCP_ABORT_ON_CLOSE.',
      source: measured,
    },
  ],
  remedies: [readOn, otherPort],
  captures: ['unread-data-abort.pcap', 'unread-data-413.pcap'],
};
