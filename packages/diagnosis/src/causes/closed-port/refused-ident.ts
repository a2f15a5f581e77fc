import type { Remedy } from '@fivewhys/evidence';

/** The port of ident, by which a server asks the host of a client who that is (RFC 1413). Hardly a host answers it. */
export const identPort = 113;

/** What to do about a refused question of ident: the one who asks goes on at once, so there is nothing to start. */
export const refusedIdent: Remedy = {
  summary: `Nothing, as a rule: port ${identPort} is ident, by which a server asks who connects to it, and to be refused is the usual answer`,
  commands: ['# ProFTPD as the originator: do not ask\nIdentLookups off'],
  harm: 'its log no longer names the user of the other host, where that host answers at all',
  verify: `a new capture has no SYN to port ${identPort}`,
  undo: 'restore the previous line',
  source: 'RFC 1413; ProFTPD mod_ident, IdentLookups',
};
