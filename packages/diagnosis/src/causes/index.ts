import type { Cause } from '@fivewhys/evidence';
import type { ConnectionSubject } from '../subject.ts';
import { anycastShift } from './anycast-shift.ts';
import { applicationAbort } from './application-abort.ts';
import { backlogOverflow } from './backlog-overflow.ts';
import { clientAbort } from './client-abort.ts';
import { closedPort } from './closed-port.ts';
import { conntrackInvalid } from './conntrack-invalid.ts';
import { firewallDrop } from './firewall-drop.ts';
import { firewallReject } from './firewall-reject.ts';
import { halfOpen } from './half-open.ts';
import { harmless } from './harmless.ts';
import { idleTimeout } from './idle-timeout.ts';
import { injectedReset } from './injected-reset.ts';
import { keepAliveRace } from './keep-alive-race.ts';
import { keepaliveDead } from './keepalive-dead.ts';
import { lateData } from './late-data.ts';
import { lingerZero } from './linger-zero.ts';
import { pathMtuBlackHole } from './path-mtu-black-hole.ts';
import { processKilled } from './process-killed.ts';
import { restart } from './restart.ts';
import { socketDestroyed } from './socket-destroyed.ts';
import { sshMaxStartups } from './ssh-max-startups.ts';
import { timeWaitReuse } from './time-wait-reuse.ts';
import { tlsFailure } from './tls-failure.ts';
import { unreadData } from './unread-data.ts';

/** The causes that are concluded today, from the most specific to the least: of equally sure ones, the first is chosen. */
export const connectionCauses: readonly Cause<ConnectionSubject>[] = [
  timeWaitReuse,
  halfOpen,
  keepaliveDead,
  harmless,
  pathMtuBlackHole,
  idleTimeout,
  conntrackInvalid,
  anycastShift,
  socketDestroyed,
  processKilled,
  restart,
  closedPort,
  keepAliveRace,
  lateData,
  backlogOverflow,
  sshMaxStartups,
  firewallReject,
  injectedReset,
  unreadData,
  lingerZero,
  clientAbort,
  applicationAbort,
  firewallDrop,
  tlsFailure,
];
