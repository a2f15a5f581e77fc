import type { Cause } from '@fivewhys/evidence';
import type { ConnectionSubject } from '../subject.ts';
import { applicationAbort } from './application-abort.ts';
import { clientAbort } from './client-abort.ts';
import { closedPort } from './closed-port.ts';
import { halfOpen } from './half-open.ts';
import { harmless } from './harmless.ts';
import { keepAliveRace } from './keep-alive-race.ts';
import { keepaliveDead } from './keepalive-dead.ts';
import { lateData } from './late-data.ts';
import { lingerZero } from './linger-zero.ts';
import { processKilled } from './process-killed.ts';
import { restart } from './restart.ts';
import { socketDestroyed } from './socket-destroyed.ts';
import { timeWaitReuse } from './time-wait-reuse.ts';
import { unreadData } from './unread-data.ts';

/** The causes that are concluded today, from the most specific to the least: of equally sure ones, the first is chosen. */
export const connectionCauses: readonly Cause<ConnectionSubject>[] = [
  timeWaitReuse,
  halfOpen,
  keepaliveDead,
  harmless,
  socketDestroyed,
  processKilled,
  restart,
  closedPort,
  keepAliveRace,
  lateData,
  unreadData,
  lingerZero,
  clientAbort,
  applicationAbort,
];
