import { release } from 'node:os';

/** The kernel that plays all hosts. */
export const kernel = `Linux ${release().replace(/-.*/, '')}`;
