import type { ConnectionReport } from '@fivewhys/diagnosis';
import { amount, counted, duration, listed } from '../quantities.ts';
import type { InputNames } from './input-names.ts';
import type { Page } from './page.ts';

/** Every connection in a line or two, for whoever asked for them. */
export function writeConnections(connections: readonly ConnectionReport[], names: InputNames, page: Page): void {
  page.blank();
  page.text(counted(connections.length, 'connection'), { styles: ['bold'] });
  for (const connection of connections) {
    const { originator, responder, resetFrames } = connection;
    const facts = [
      `${endpoint(originator)} to ${endpoint(responder)}${connection.originatorBasis === 'guess' ? ' (direction guessed)' : ''}`,
      connection.ending,
      connection.history,
      counted(connection.frames, 'frame'),
      Number.isFinite(connection.durationMs) ? duration(connection.durationMs) : undefined,
      `${amount(connection.originatorBytes)} bytes there, ${amount(connection.responderBytes)} back`,
      resetFrames.length === 0
        ? undefined
        : `reset in ${resetFrames.length === 1 ? 'frame' : 'frames'} ${listed(resetFrames, 4)}`,
    ];
    page.text(facts.filter((fact) => fact !== undefined && fact !== '').join(', '), {
      lead: { text: `stream ${connection.stream}${names.of(connection.input)}:`, styles: ['bold'] },
      indent: 2,
    });
  }
}

function endpoint({ ip, port }: ConnectionReport['originator']): string {
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
}
