import type { Explanation } from '@fivewhys/diagnosis';
import { amount, counted } from '../quantities.ts';
import { endsText, lastedText } from '../words/connection-facts.ts';
import type { InputNames } from '../words/input-names.ts';
import { framesText } from '../words/reset-by.ts';
import type { Block, DocumentOptions } from './document.ts';

const shownRows = { brief: 500, verbose: 5000 };

function bytesText(bytes: number | undefined): string {
  return bytes === undefined ? '' : amount(bytes);
}

/** A row per connection, for whoever asked for them. */
export function connectionsSection(
  { connections }: Explanation,
  names: InputNames,
  { verbose }: DocumentOptions,
): Block[] {
  if (connections === undefined || connections.length === 0) return [];
  const shown = connections.slice(0, verbose ? shownRows.verbose : shownRows.brief);
  const left = connections.length - shown.length;
  const rows = shown.map((connection) =>
    [
      `${connection.stream}${names.of(connection.input)}`,
      endsText(connection),
      connection.ending,
      connection.history,
      amount(connection.frames),
      lastedText(connection) ?? '',
      bytesText(connection.originatorBytes),
      bytesText(connection.responderBytes),
      connection.resetFrames.length === 0 ? '' : framesText(connection.resetFrames, 4),
    ].map((text) => [text]),
  );
  return [
    {
      kind: 'section',
      id: 'connections',
      title: counted(connections.length, 'connection'),
      folded: true,
      blocks: [
        {
          kind: 'table',
          caption: 'The connections',
          columns: [
            { title: 'Stream' },
            { title: 'Originator to responder' },
            { title: 'Ending' },
            { title: 'History' },
            { title: 'Frames', numeric: true },
            { title: 'Lasted', numeric: true },
            { title: 'Bytes there', numeric: true },
            { title: 'Bytes back', numeric: true },
            { title: 'Reset in' },
          ],
          rows,
        },
        ...(left === 0
          ? []
          : [
              {
                kind: 'paragraph',
                spans: [`And ${counted(left, 'more connection')}; \`--format json\` has them all.`],
              } as const,
            ]),
      ],
    },
  ];
}
