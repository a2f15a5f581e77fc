/**
 * The life of one connection, written down as it happens: the generator sends segments, and yields how many microseconds pass before it
 * goes on. One file per shape of connection reads like the exchange it makes, and the schedule interleaves thousands of them.
 */
export type Script = Generator<number, void, void>;
