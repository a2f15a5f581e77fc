/** After this silence behind an answer nothing was under way any more. */
export const idleNs = 1e9;
