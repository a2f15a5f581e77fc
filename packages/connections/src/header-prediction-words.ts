// Of the packet at which `followPredicted` stopped, words that it leaves for its caller.
/** The newest connection of its 4-tuple, or -1. */
export const STOPPED_SLOT = 0;
/** Who sent it: 0 the originator, 1 the responder. */
export const STOPPED_DIRECTION = 1;
/** Of its 4-tuple. */
export const STOPPED_HASH = 2;
/** Nothing for the caller: what was read only to have it in the processor's cache. */
export const STOPPED_WARMED = 3;
export const stoppedWords = 4;
