import type { CatalogueEntry } from './entry.ts';

export const sshMaxStartups: CatalogueEntry = {
  seen: [
    {
      text: 'Some of many connections to sshd end after the handshake, before the banner: "kex_exchange_identification: read: Connection reset by peer".',
      source: "the message of OpenSSH's client",
    },
    {
      text: 'Instead of the banner there may be the line "Exceeded MaxStartups", or from OpenSSH 9.8 on "Not allowed at this time".',
      source: 'OpenSSH, drop_connection in sshd.c',
    },
  ],
  implies: [
    {
      text: 'Above a number of unauthenticated connections sshd refuses new ones, at first some by chance, then all: 10:30:100 by default.',
      source: 'sshd_config(5), MaxStartups',
    },
    {
      text: "It closes what it refuses without reading: the originator's banner lies unread, and that makes a RST of the close.",
      source: 'OpenSSH, server_accept_loop in sshd.c; RFC 9293 section 3.6.1',
    },
  ],
  lookAlikes: [
    { cause: 'firewall-reject', toldBy: 'the handshake does not come about, or the TTL is that of another host' },
    { cause: 'backlog-overflow', toldBy: 'ListenOverflows grows; its RST is of kind A' },
    { cause: 'unread-data', toldBy: 'the log of sshd names access rules or an error, and not its limit' },
    { cause: 'process-killed', toldBy: 'the log names a process that ended' },
    {
      cause: 'application-abort',
      toldBy:
        'the log of sshd names a penalty of the source (PerSourcePenalties), which OpenSSH from 9.8 on refuses with the same line',
    },
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
      commands: [
        '# ssh_config of the clients:\nControlMaster auto\nControlPath ~/.ssh/%C\nControlPersist 60s',
        '# sshd_config:\nMaxStartups 50:30:200',
      ],
      harm: 'more unauthenticated connections at once: easier to exhaust, more guesses of passwords at a time',
      verify: 'the log names no more dropped connections',
      undo: 'remove the lines and reload sshd',
      source: 'sshd_config(5), MaxStartups; ssh_config(5), ControlMaster',
    },
  ],
  captures: ['ssh-max-startups.pcap'],
};
