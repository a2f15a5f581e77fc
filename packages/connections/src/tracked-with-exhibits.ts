import type { Conversations } from './conversation/conversations.ts';
import type { Exhibits } from './exhibits.ts';
import type { Tracked } from './tracked.ts';

/** The tracker's memory, and what it kept of the connections that look wrong, and of what was said. */
export interface TrackedWithExhibits extends Tracked {
  readonly exhibits: Exhibits;
  readonly conversations: Conversations;
}
