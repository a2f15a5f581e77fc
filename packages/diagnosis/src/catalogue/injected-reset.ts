import { type CatalogueEntry, measured } from './entry.ts';

export const injectedReset: CatalogueEntry = {
  seen: [
    {
      text: 'A RST of none of the shapes that a host makes: TTL, DF, IP ID or window off the stream, timestamps missing on a RST+ACK, several RSTs with advancing numbers, an arrival before the responder could have answered.',
      source: measured,
    },
    { text: 'The real response may arrive after it.', source: measured },
  ],
  implies: [
    {
      text: 'Something on the path made it in the name of an end.',
      source: 'Sundara Raman and others, "Global, Passive Detection of Connection Tampering", SIGCOMM 2023',
    },
  ],
  lookAlikes: [
    { cause: 'firewall-reject', toldBy: 'the shape is A or B' },
    { cause: 'idle-timeout', toldBy: 'a silence came before' },
    { cause: 'application-abort', toldBy: 'the sender is no Linux: Windows, a balancer, an appliance' },
  ],
  settledBy: [
    {
      text: 'A capture at the alleged sender: a RST that it never sent was made in between. A RST without window and timestamps alone is no sign: every kind A has neither.',
      source: measured,
    },
  ],
  remedies: [
    {
      summary:
        'Find the device (intrusion prevention, filtering proxy, DPI) and except this traffic from its policy; its log names the rule',
      commands: ['traceroute -T -p PORT ADDRESS'],
      harm: 'what the policy is meant to stop passes, too',
      verify: 'a capture on ADDRESS and one at the other end show the same RSTs: none',
      undo: 'take the exception out of the policy',
      source: 'RFC 3360, "Inappropriate TCP Resets Considered Harmful"',
    },
    {
      summary: 'Where the device is not yours: carry the traffic through a tunnel that it can not read',
      commands: ['wg-quick up wg0'],
      harm: 'may be forbidden where you are; a smaller MTU',
      verify: 'the same exchange succeeds inside the tunnel',
      undo: '`wg-quick down wg0`',
      source: 'wg-quick(8)',
    },
  ],
  captures: ['injected-reset.pcap'],
};
