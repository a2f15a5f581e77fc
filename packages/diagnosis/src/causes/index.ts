import type { Cause } from '@fivewhys/evidence';
import type { ConnectionSubject } from '../subject.ts';
import { anycastShift } from './anycast-shift.ts';
import { backlogOverflow } from './backlog-overflow.ts';
import { closedPort } from './closed-port.ts';
import { conntrackInvalid } from './conntrack-invalid.ts';
import { firewallDrop } from './firewall-drop.ts';
import { firewallReject } from './firewall-reject.ts';
import { harmless } from './harmless.ts';
import { idleTimeout } from './idle-timeout.ts';
import { injectedReset } from './injected-reset.ts';
import { pathMtuBlackHole } from './path-mtu-black-hole.ts';
import { timeWaitReuse } from './time-wait-reuse.ts';

/** The causes that are concluded today, from the most specific to the least: of equally sure ones, the first is chosen. */
export const connectionCauses: readonly Cause<ConnectionSubject>[] = [
  timeWaitReuse,
  harmless,
  closedPort,
  pathMtuBlackHole,
  idleTimeout,
  conntrackInvalid,
  anycastShift,
  backlogOverflow,
  firewallReject,
  injectedReset,
  firewallDrop,
];
