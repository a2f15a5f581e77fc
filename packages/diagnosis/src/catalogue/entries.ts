import type { CauseId } from '../catalogue.ts';
import { anycastShift } from './anycast-shift.ts';
import { applicationAbort } from './application-abort.ts';
import { backlogOverflow } from './backlog-overflow.ts';
import { clientAbort } from './client-abort.ts';
import { closedPort } from './closed-port.ts';
import { connectionChurn } from './connection-churn.ts';
import { conntrackInvalid } from './conntrack-invalid.ts';
import { conntrackTableFull } from './conntrack-table-full.ts';
import type { CatalogueEntry } from './entry.ts';
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
import { undetermined } from './undetermined.ts';
import { unreadData } from './unread-data.ts';

/** What is known of each cause. A cause without a row does not compile. */
export const entries: Readonly<Record<CauseId, CatalogueEntry>> = {
  'time-wait-reuse': timeWaitReuse,
  'closed-port': closedPort,
  'keep-alive-race': keepAliveRace,
  'late-data': lateData,
  'unread-data': unreadData,
  'linger-zero': lingerZero,
  'process-killed': processKilled,
  'socket-destroyed': socketDestroyed,
  'application-abort': applicationAbort,
  'client-abort': clientAbort,
  restart,
  'half-open': halfOpen,
  'keepalive-dead': keepaliveDead,
  'firewall-reject': firewallReject,
  'firewall-drop': firewallDrop,
  'conntrack-table-full': conntrackTableFull,
  'idle-timeout': idleTimeout,
  'path-mtu-black-hole': pathMtuBlackHole,
  'injected-reset': injectedReset,
  'anycast-shift': anycastShift,
  'conntrack-invalid': conntrackInvalid,
  'backlog-overflow': backlogOverflow,
  'ssh-max-startups': sshMaxStartups,
  'tls-failure': tlsFailure,
  'connection-churn': connectionChurn,
  harmless,
  undetermined,
};
