import type { Shape } from '../shape.ts';
import { clientAbort } from './client-abort.ts';
import { closedPort } from './closed-port.ts';
import { idleTimeout } from './idle-timeout.ts';
import { keepAliveRace } from './keep-alive-race.ts';
import { lateData } from './late-data.ts';
import { lingerAfterResponse } from './linger-after-response.ts';
import { resetAfterClose } from './reset-after-close.ts';
import { timeWaitReuse } from './time-wait-reuse.ts';
import { unreadData } from './unread-data.ts';

/** The shapes with a RST, in the order in which they take turns: 20 of them are one round, so that every capture has the same mix. */
export const resetShapes: readonly Shape[] = [
  closedPort,
  unreadData,
  clientAbort,
  keepAliveRace,
  timeWaitReuse,
  closedPort,
  idleTimeout,
  clientAbort,
  unreadData,
  lingerAfterResponse,
  keepAliveRace,
  closedPort,
  clientAbort,
  lateData,
  unreadData,
  resetAfterClose,
  keepAliveRace,
  closedPort,
  idleTimeout,
  clientAbort,
];
