// Words that `writeUsualSegments` leaves for its caller.
/** Position after the newest packet that was written. */
export const TOLD_NEXT = 0;
/** NOTHING, or what has to be told of a frame before its segment can be written. */
export const TOLD_ASKED = 1;
/** Where in the input lies what is asked about, where it ends (of options the header's end), and the end of what was captured. */
export const TOLD_FROM = 2;
export const TOLD_TO = 3;
export const TOLD_END = 4;
/** Seconds since 1970 of the newest record that was read. */
export const TOLD_SECONDS = 5;
export const toldWords = 6;

// What may be asked. Bits, so that answers can be told together.
export const NOTHING = 0;
/** What the TCP options say: nearly all segments have none or timestamps alone, and those it reads itself. */
export const OPTIONS = 1;
/** What the payload begins with, when its first byte says that this may be something. */
export const PAYLOAD = 2;
