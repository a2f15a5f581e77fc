/** Words that both threads see: how far each is. Positions are those of the ring. */
export const progressWords = 5;
/** Counts up with everything that the reading thread tells. */
export const SIGNAL = 0;
/** Position after the newest packet that may be followed. */
export const PUBLISHED = 1;
/** Position after the newest packet that was followed. */
export const FOLLOWED = 2;
/** 1 when nothing more will come. */
export const FINISHED = 3;
/** Units of `readUnitBytes` read so far. */
export const READ_UNITS = 4;
export const readUnitBytes = 65_536;
