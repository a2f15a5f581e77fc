import type { Explanation } from '@fivewhys/diagnosis';
import { amount, counted } from '../quantities.ts';

/** Of an explanation of what was asked for: that there is no such thing, in a sentence or two. */
export interface NothingOfThatKind {
  readonly headline: string;
  readonly sentences: readonly string[];
}

/** Undefined when everything was asked for, or what was asked for is there. */
export function nothingOfThatKind({
  inputs,
  narrowedTo,
  findings,
  summary,
}: Explanation): NothingOfThatKind | undefined {
  if (narrowedTo === undefined) return undefined;
  const { stream, end, cause, findingsLeftOut } = narrowedTo;
  const read = allConnections(inputs);
  if (summary.connections === 0 && read > 0 && (stream !== undefined || end !== undefined)) {
    const wanted = [
      stream === undefined ? undefined : `is stream ${stream}`,
      end === undefined ? undefined : `has the end ${end}`,
    ].filter((part) => part !== undefined);
    return {
      headline: `Nothing was looked at: no connection ${wanted.join(' and ')}.`,
      sentences: [`What was read has ${counted(read, 'connection')}.`],
    };
  }
  if (findingsLeftOut === 0 || findings.length > 0) return undefined;
  return {
    headline: `No finding is of the cause ${cause}.`,
    sentences: [leftOut(findingsLeftOut)],
  };
}

/** `looked at 1 of 5 connections`; empty when all were looked at. */
export function lookedAt({
  inputs,
  narrowedTo,
  summary,
}: Pick<Explanation, 'inputs' | 'narrowedTo' | 'summary'>): string {
  if (narrowedTo?.stream === undefined && narrowedTo?.end === undefined) return '';
  return `looked at ${amount(summary.connections)} of ${counted(allConnections(inputs), 'connection')}`;
}

/** `2 findings of other causes are left out.`; empty where none is. */
export function leftOut(count = 0): string {
  if (count === 0) return '';
  return count === 1
    ? '1 finding of another cause is left out.'
    : `${amount(count)} findings of other causes are left out.`;
}

function allConnections(inputs: Explanation['inputs']): number {
  return inputs.reduce((sum, { connections }) => sum + connections, 0);
}
