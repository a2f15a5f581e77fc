import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { workersError } from '../errors.ts';

/** Programs made to be the first process of a container; each is started as `INIT -- COMMAND`. */
const inits = ['tini', 'docker-init', 'catatonit', 'dumb-init'] as const;

/**
 * The first process of a container inherits every orphan and has to reap it, which Node.js doesn't: zombies would fill the process table. So an init takes that place, and this program runs under it.
 * Returns where that is not needed.
 *
 * @throws CodedError `INIT_NEEDED` when there is none
 */
export function runUnderInit(environment: NodeJS.ProcessEnv): void {
  if (process.pid !== 1) return;
  const found = inits.flatMap((name) => inPath(name, environment.PATH ?? '')).at(0);
  if (found === undefined || process.execve === undefined) {
    throw workersError(
      'INIT_NEEDED',
      `this is process 1, which has to reap orphans, and Node.js does not; start the container with an init (docker run --init, init: true in a compose file) or install one of ${inits.join(', ')}`,
    );
  }
  process.execve(found, [found, '--', process.execPath, ...process.execArgv, ...process.argv.slice(1)]);
}

function inPath(name: string, path: string): readonly string[] {
  return path.split(delimiter).flatMap((folder) => {
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return [file];
    } catch {
      return [];
    }
  });
}
