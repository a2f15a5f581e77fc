import type { ConnectionReport } from '@fivewhys/diagnosis';
import { amount, counted } from '../quantities.ts';
import { endsText, lastedText } from '../words/connection-facts.ts';
import type { InputNames } from '../words/input-names.ts';
import { framesText } from '../words/reset-by.ts';
import type { Page } from './page.ts';

function bytesText({ originatorBytes, responderBytes }: ConnectionReport): string | undefined {
  if (originatorBytes === undefined || responderBytes === undefined) return undefined;
  return `${amount(originatorBytes)} bytes there, ${amount(responderBytes)} back`;
}

/** Every connection in a line or two, for whoever asked for them. */
export function writeConnections(connections: readonly ConnectionReport[], names: InputNames, page: Page): void {
  page.blank();
  page.text(counted(connections.length, 'connection'), { styles: ['bold'] });
  for (const connection of connections) {
    const { resetFrames } = connection;
    const facts = [
      endsText(connection),
      connection.ending,
      connection.history,
      counted(connection.frames, 'frame'),
      lastedText(connection),
      bytesText(connection),
      resetFrames.length === 0 ? undefined : `reset in ${framesText(resetFrames, 4)}`,
    ];
    page.text(facts.filter((fact) => fact !== undefined && fact !== '').join(', '), {
      lead: { text: `stream ${connection.stream}${names.of(connection.input)}:`, styles: ['bold'] },
      indent: 2,
    });
  }
}
