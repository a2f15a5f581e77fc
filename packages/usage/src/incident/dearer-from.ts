/** Requests that cost a fifth more than the same routes before are dearer: less is the noise of a busy machine. */
export const dearerFrom = 1.2;
