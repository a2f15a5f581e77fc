import type { Cause } from '@fivewhys/evidence';
import type { ConnectionSubject } from '../subject.ts';
import { closedPort } from './closed-port.ts';
import { harmless } from './harmless.ts';
import { timeWaitReuse } from './time-wait-reuse.ts';

/** The causes that are concluded today, from the most specific to the least: of equally sure ones, the first is chosen. */
export const connectionCauses: readonly Cause<ConnectionSubject>[] = [timeWaitReuse, harmless, closedPort];
