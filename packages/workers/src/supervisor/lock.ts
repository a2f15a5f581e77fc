import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import { workersError } from '../errors.ts';

/**
 * Two supervisors with one state would each sweep the other's workers. The lock is an abstract socket (unix(7)): the kernel lets go of it when the process ends, however it ends.
 *
 * @throws CodedError `SUPERVISOR_RUNNING`
 */
export async function lockState(folder: string): Promise<Server> {
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 32);
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        workersError(
          'SUPERVISOR_RUNNING',
          `another supervisor or guard uses ${folder}; give one of them another --name`,
          error,
        ),
      ),
    );
    server.listen(`\0fivewhys-${name}`, resolve);
  });
  return server.unref();
}
