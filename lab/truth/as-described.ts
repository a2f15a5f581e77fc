import type { Story } from '../story.ts';
import type { VantageTruth } from './truth.ts';

/**
 * Holds what a story says of itself against what the network shows at its own vantage: if its streams are reset, then (also) by whom it says.
 * @throws Error with who sent the resets instead
 */
export function mustBeAsDescribed({ name, sentBy }: Pick<Story, 'name' | 'sentBy'>, own: VantageTruth): void {
  const senders = own.resets.filter(({ stream }) => own.streams.includes(stream)).map((reset) => reset.sentBy);
  if (senders.length === 0 || senders.includes(sentBy)) return;
  throw new Error(`the resets of ${name} were sent by ${[...new Set(senders)].join(' and ')}, not by ${sentBy}`);
}
