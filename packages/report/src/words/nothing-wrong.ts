import type { Explanation, InputReport } from '@fivewhys/diagnosis';
import { amount, counted, listed } from '../quantities.ts';
import { nothingOfThatKind } from './narrowed.ts';
import { isLeftOut } from './unread.ts';

/** That nothing was found, in what, and how far that can be trusted. */
export interface NothingWrong {
  /** `nothing-wrong` only when there was something to judge. */
  readonly kind: 'nothing-wrong' | 'nothing-to-judge';
  readonly headline: string;
  readonly sentences: readonly string[];
}

export function nothingWrong(explanation: Explanation): NothingWrong {
  const none = nothingOfThatKind(explanation);
  return none === undefined ? nothingFound(explanation) : { kind: 'nothing-to-judge', ...none };
}

function nothingFound({ inputs, unreadable, findings, summary }: Explanation): NothingWrong {
  const limit = `${limits(inputs, unreadable)} A capture shows only what passed by while and where it was taken.`;
  if (inputs.length > 0 && inputs.every(({ kind }) => kind === 'counters')) {
    const headline = 'Nothing wrong was found in what the host says of itself.';
    return {
      kind: 'nothing-wrong',
      headline,
      sentences: [
        `${limits(inputs, unreadable)} Counters tell what happened between two readings of them, and of totals since boot nobody knows when.`.trim(),
      ],
    };
  }
  if (inputs.length > 0 && inputs.every(({ kind }) => isLog(kind) || kind === 'counters')) {
    return {
      kind: 'nothing-wrong',
      headline: 'Nothing wrong was found in what the logs tell.',
      sentences: [
        `${limits(inputs, unreadable)} No line tells of a failed connection. A proxy writes down what it saw itself, as far as its settings let it.`.trim(),
      ],
    };
  }
  if (inputs.length > 0 && inputs.every(({ kind }) => kind === 'worker-events')) {
    return {
      kind: 'nothing-wrong',
      headline: 'Nothing wrong was found in what the events of workers tell.',
      sentences: [
        `${limits(inputs, unreadable)} No worker failed, crashed, hung or was killed, and no queue fell behind while it was watched.`.trim(),
      ],
    };
  }
  if (inputs.length > 0 && inputs.every(({ kind }) => kind === 'usage-records')) {
    return {
      kind: 'nothing-to-judge',
      headline: 'Nothing to judge: usage records tell what requests cost, and not how they failed.',
      sentences: ['Why a load rose is for the command usage: the note on each input says of which stretch to ask it.'],
    };
  }
  if (summary.connections === 0) {
    const headline = 'Nothing to judge: there is no TCP connection in what was read.';
    return { kind: 'nothing-to-judge', headline, sentences: [limit] };
  }
  const endings = Object.entries(summary.byEnding).sort(([, a], [, b]) => b - a);
  const list = endings.map(([ending, connections]) => `${amount(connections)} ${ending}`).join(', ');
  return {
    kind: 'nothing-wrong',
    headline: `Nothing wrong was found.${findings.length === 0 ? '' : ' What stood out is harmless.'}`,
    sentences: [
      `Looked at how ${counted(summary.connections, 'connection')} opened, moved data and ended${list === '' ? '' : ` (${list})`}, and at ${counted(summary.resets, 'reset')}.`,
      ...sentAgain(summary),
      limit,
    ],
  };
}

function isLog(kind: InputReport['kind']): boolean {
  return kind === 'proxy-log' || kind === 'client-log';
}

function limits(inputs: Explanation['inputs'], unreadable: Explanation['unreadable']): string {
  const missing = unreadable.filter((input) => !isLeftOut(input)).length;
  const parts = [
    missing > 0 ? `${counted(missing, 'input')} could not be read` : undefined,
    inputs.some(({ damage, damageCount }) => damageCount > 0 || damage.length > 0) ? 'parts are damaged' : undefined,
    notesText(inputs.reduce((sum, { notes }) => sum + notes.length, 0)),
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? '' : `But ${listed(parts, parts.length)}.`;
}

function notesText(notes: number): string | undefined {
  if (notes === 0) return undefined;
  return `the ${notes === 1 ? 'note on what was read says' : 'notes on what was read say'} what could not be seen`;
}

/** Loss that ended nothing is no finding; whoever asks why a connection was slow should know of it. */
function sentAgain({ retransmissions, retransmittingConnections }: Explanation['summary']): string[] {
  if (retransmissions === 0) return [];
  return [
    `${counted(retransmissions, 'segment')} of ${counted(retransmittingConnections, 'connection')} ${retransmissions === 1 ? 'was' : 'were'} sent again: something was lost or late, which makes a connection slow; ${retransmittingConnections === 1 ? 'it was not' : 'none of them was'} seen to fail by it.`,
  ];
}
