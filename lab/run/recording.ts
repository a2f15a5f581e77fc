import { once } from 'node:events';
import type { Namespace } from '../network/namespace.ts';
import { untilSaid } from '../network/until-said.ts';

export interface Recording {
  readonly command: string;
  /** Stops tcpdump and fails if the kernel had to drop packets of it. */
  stop(): Promise<void>;
}

/** Starts tcpdump; when it returns, packets are being captured. */
export async function startRecording(
  namespace: Namespace,
  path: string,
  options: readonly string[],
): Promise<Recording> {
  // -U and immediate mode: the file is complete at any moment, so that a story can look at what has happened so far.
  const command = ['tcpdump', '-U', '--immediate-mode', ...options];
  const child = namespace.start(...command.toSpliced(1, 0, '-Z', 'root', '-w', path));
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  await untilSaid(child, child.stderr, 'listening on');
  return {
    command: command.join(' '),
    stop: async () => {
      const closed = once(child, 'close');
      child.kill('SIGINT');
      await closed;
      if (!/\b0 packets dropped by kernel/.test(said)) throw new Error(`tcpdump lost packets: ${said}`);
    },
  };
}
