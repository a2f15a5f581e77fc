import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { findProgram } from './programs.ts';

/** `ss -K` needs a kernel with CONFIG_INET_DIAG_DESTROY: tried on a socket of our own. Needs root. */
export async function closingSockets(): Promise<string | undefined> {
  if (findProgram('ss') === undefined) return 'ss is not installed (Debian: iproute2)';
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { stdout } = spawnSync('ss', ['-HtlK', 'sport', '=', `:${port}`], { encoding: 'utf8' });
  server.close();
  return stdout.includes(`:${port}`) ? undefined : 'this kernel does not let `ss -K` close sockets';
}
