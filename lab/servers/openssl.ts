import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Namespace, Started } from '../network/namespace.ts';
import type { Certificate } from './certificate.ts';

/** Starts a TLS server, and returns when it had time to listen. */
export async function startTlsServer(
  namespace: Namespace,
  port: number,
  { key, certificate }: Certificate,
  ...options: readonly string[]
): Promise<Started> {
  const child = namespace.start(
    'openssl',
    's_server',
    '-quiet',
    '-accept',
    String(port),
    '-key',
    key,
    '-cert',
    certificate,
    '-num_tickets',
    '0',
    ...options,
  );
  await sleep(300);
  return child;
}

/** Does a handshake and closes. Returns whether it came about. */
export async function shakeHands(
  namespace: Namespace,
  target: string,
  ...options: readonly string[]
): Promise<boolean> {
  const child = namespace.start('openssl', 's_client', '-connect', target, ...options);
  child.stdout.resume();
  child.stderr.resume();
  const [exitCode] = await once(child, 'close');
  return exitCode === 0;
}
