/** Which options a segment carries: index into `optionsBytes`. */
export const OPTIONS_NONE = 0;
/** SYN of a Linux end: MSS, SACK permitted, timestamps, window scale. */
export const OPTIONS_SYN = 1;
/** SYN of a balancer that negotiates nothing: MSS alone. */
export const OPTIONS_SYN_PLAIN = 2;
export const OPTIONS_TIMESTAMPS = 3;
export const OPTIONS_TIMESTAMPS_SACK = 4;

export const optionsBytes: readonly number[] = [0, 20, 4, 12, 24];
