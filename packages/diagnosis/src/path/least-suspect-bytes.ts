/** Segments of less fit through every path of IPv6 (1280 bytes), and through all of IPv4 that is in use. */
export const leastSuspectBytes = 1000;
