import type { CatalogueEntry } from './entry.ts';

export const sshMaxStartups: CatalogueEntry = {
  seen: [
    {
      text: 'Some of many connections to sshd end after the handshake, before the banner: "kex_exchange_identification: read: Connection reset by peer".',
      source: "the message of OpenSSH's client",
    },
  ],
  implies: [
    {
      text: 'Above a number of unauthenticated connections sshd refuses new ones, at first some by chance, then all: 10:30:100 by default.',
      source: 'sshd_config(5), MaxStartups',
    },
  ],
  lookAlikes: [
    { cause: 'firewall-reject', toldBy: 'the handshake does not come about' },
    { cause: 'backlog-overflow', toldBy: 'ListenOverflows grows' },
  ],
  settledBy: [
    {
      text: '`journalctl -u ssh | grep -i maxstartups` on the responder.',
      source: 'OpenSSH, sshd logs the connections that it drops',
    },
  ],
  remedies: [
    {
      summary: 'Let clients reuse connections (ControlMaster) or wait for one another; else raise the limit',
      commands: ['# sshd_config:\nMaxStartups 50:30:200'],
      harm: 'more unauthenticated connections at once: easier to exhaust, more guesses of passwords at a time',
      verify: 'the log names no more dropped connections',
      undo: 'remove the line and reload sshd',
      source: 'sshd_config(5), MaxStartups',
    },
  ],
  captures: [],
};
