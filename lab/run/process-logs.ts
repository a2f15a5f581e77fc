import { basename } from 'node:path';
import type { Namespace, ProcessLog } from '../network/namespace.ts';

/** What the clients and servers of a host printed, one file each: `responder.1-nginx.log`. tcpdump is none of them. */
export function processLogs(host: string, { logs }: Namespace): [file: string, text: string][] {
  return logs
    .filter(({ command }) => command[0] !== 'tcpdump')
    .map((log, index) => [`${host}.${index + 1}-${programOf(log)}.log`, textOf(log)]);
}

/** Of an interpreter, the script; of a shell, what it ends as. */
function programOf({ command: [program = '', ...args] }: ProcessLog): string {
  const named = program === 'sh' ? args[3] : /(?:^|\/)(?:node|perl)$/.test(program) ? args[0] : program;
  return basename(named ?? program).replace(/\.\w+$/, '');
}

const textOf = ({ command, said }: ProcessLog): string => {
  const words = command.map((word) => (word.startsWith('/') ? basename(word) : word));
  return `$ ${words.join(' ')}\n${Buffer.concat(said).toString()}`;
};
