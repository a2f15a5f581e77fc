import type { Connection } from '@fivewhys/connections';
import { sshRefusalOf } from './ssh-refusal.ts';
import { tlsFailureOf } from './tls/failure.ts';

/** Whether what was said on a connection tells by itself that it failed, RST or not. Each such connection has a cause that fits. */
export function saysFailure(connection: Connection): boolean {
  return sshRefusalOf(connection) !== undefined || tlsFailureOf(connection) !== undefined;
}
