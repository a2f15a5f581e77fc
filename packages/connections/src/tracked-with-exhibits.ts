import type { Conversations } from './conversation/conversations.ts';
import type { Exhibits } from './exhibits.ts';
import type { SmallerResends } from './smaller-resends.ts';
import type { Tracked } from './tracked.ts';

/** The tracker's memory, and what it kept of the connections that look wrong, of what was said, and of what was sent again smaller. */
export interface TrackedWithExhibits extends Tracked {
  readonly exhibits: Exhibits;
  readonly conversations: Conversations;
  readonly smallerResends: SmallerResends;
}
