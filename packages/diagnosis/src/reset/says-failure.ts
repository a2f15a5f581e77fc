import type { Connection } from '@fivewhys/connections';
import { sshRefusalOf } from '../ssh/ssh-refusal.ts';
import type { ConnectionSubject } from '../subject.ts';
import { tlsFailureOf } from '../tls/failure.ts';

/**
 * What was said before a RST and tells why the connection ended, for the causes that would explain the RST alone; undefined where nothing was.
 */
export function saidBefore({ connection, reset }: ConnectionSubject): string | undefined {
  const said = sshRefusalOf(connection) ?? tlsFailureOf(connection);
  if (said === undefined || reset === undefined || said.frame > reset.frame) return undefined;
  return `what was said before tells why the connection ended (frame ${said.frame}); how it was closed is a consequence`;
}

/** Whether what was said on a connection tells by itself that it failed, RST or not. Each such connection has a cause that fits. */
export function saysFailure(connection: Connection): boolean {
  return sshRefusalOf(connection) !== undefined || tlsFailureOf(connection) !== undefined;
}
