import type { CauseId } from '../catalogue.ts';
import { duration } from '../phrases.ts';
import type { Trace } from './trace.ts';
import type { Traces } from './traces.ts';

/** One cause that may lie behind another, and by what their connections are joined. The words of it are in the catalogue (`behind`). */
export interface LinkRule {
  readonly effects: readonly CauseId[];
  readonly behind: CauseId;
  /** What joins a connection of the cause with one of the effect, in words that follow "it"; undefined where nothing does. */
  readonly join: (cause: Trace, effect: Trace, traces: Traces) => string | undefined;
}

/** Whoever waits for what a black hole swallowed gives up within this time. */
const givesUpWithinNs = 120e9;
/** A port refuses until its program is back. */
const isBackWithinNs = 60e9;
/** The RST at one vantage and the one at the other are one event. */
const sameMomentNs = 1e9;

export const linkRules: readonly LinkRule[] = [
  {
    effects: ['time-wait-reuse'],
    behind: 'connection-churn',
    join: (cause, effect) =>
      isSamePair(cause, effect) && cause.responderPort === effect.responderPort && isSameInput(cause, effect)
        ? 'is between the same ends: that is how a port comes round so soon'
        : undefined,
  },
  {
    effects: ['client-abort', 'application-abort', 'unread-data'],
    behind: 'path-mtu-black-hole',
    join: (cause, effect) => {
      const isAtTheTime =
        effect.lastInstantNs >= cause.firstInstantNs && effect.firstInstantNs <= cause.lastInstantNs + givesUpWithinNs;
      return isSamePair(cause, effect) && isSameInput(cause, effect) && isAtTheTime
        ? `is between the same hosts at the same time (${streamText(cause)}): who waits for a large segment there gives up`
        : undefined;
    },
  },
  {
    effects: ['closed-port'],
    behind: 'process-killed',
    join: isRefusedAfter,
  },
  {
    effects: ['closed-port'],
    behind: 'restart',
    join: isRefusedAfter,
  },
  {
    effects: ['restart', 'undetermined'],
    behind: 'idle-timeout',
    join: (cause, effect, traces) => {
      if (isSameInput(cause, effect) || !isSameService(cause, effect)) return undefined;
      const apartNs = traces.between(endOf(cause), endOf(effect));
      return apartNs !== undefined && Math.abs(apartNs) <= sameMomentNs
        ? `is of a connection to the same port, in another capture, that ended ${duration(Math.abs(apartNs))} ${apartNs < 0 ? 'later' : 'before'} (${streamText(cause)} there): a box that forgot it may have let its next packet through in a new disguise`
        : undefined;
    },
  },
];

function isRefusedAfter(cause: Trace, effect: Trace): string | undefined {
  const sinceNs = effect.firstInstantNs - cause.lastInstantNs;
  const isNear = isSameInput(cause, effect) && Math.abs(sinceNs) <= isBackWithinNs;
  return isNear && isSameService(cause, effect)
    ? `is of the same port, ${duration(Math.abs(sinceNs))} ${sinceNs < 0 ? 'later' : 'before'} (${streamText(cause)})`
    : undefined;
}

function isSamePair(one: Trace, other: Trace): boolean {
  return one.originator === other.originator && one.responder === other.responder;
}

function isSameService(one: Trace, other: Trace): boolean {
  return one.responder === other.responder && one.responderPort === other.responderPort;
}

function isSameInput(one: Trace, other: Trace): boolean {
  return one.input === other.input;
}

function endOf({ input, lastInstantNs }: Trace): { input: number; instantNs: number } {
  return { input, instantNs: lastInstantNs };
}

function streamText({ stream }: Trace): string {
  return stream === undefined ? 'many connections' : `stream ${stream}`;
}
