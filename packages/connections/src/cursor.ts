import type { ConnectionTable } from './connection-table.ts';
import { historyLetterCodes } from './history.ts';
import * as at from './layout.ts';

/** Where in the table the connection of the current segment lies. Set once per segment, so that its parts need not be looked up again. */
export class Cursor {
  readonly words: Int32Array;
  readonly times: Float64Array;
  readonly cold: Int32Array;
  readonly coldTimes: Float64Array;
  slot = 0;
  /** 0: the segment came from the originator; 1: from the responder. */
  direction = 0;
  row = 0;
  coldRow = 0;
  /** The half that sent the segment, and the one that it goes to. */
  own = 0;
  other = 0;
  /** Where their BITS, NEXT and ACKED are counted from. */
  ownState = 0;
  otherState = 0;
  ownCold = 0;
  otherCold = 0;
  /** In doubles. */
  coldTime = 0;
  ownTime = 0;
  ownColdTime = 0;

  constructor(table: ConnectionTable) {
    this.words = table.words;
    this.times = table.times;
    this.cold = table.cold;
    this.coldTimes = table.coldTimes;
  }

  moveTo(slot: number, direction: number): void {
    this.slot = slot;
    this.direction = direction;
    this.row = slot * at.rowWords;
    this.coldRow = slot * at.coldWords;
    this.own = this.row + at.HALF + direction * at.halfWords;
    this.other = this.row + at.HALF + (1 - direction) * at.halfWords;
    this.ownState = this.row + direction;
    this.otherState = this.row + 1 - direction;
    this.ownCold = this.coldRow + direction * at.halfColdWords;
    this.otherCold = this.coldRow + (1 - direction) * at.halfColdWords;
    this.coldTime = slot * at.coldTimes;
    this.ownTime = slot * at.rowTimes + at.HALF_TIMES + direction * at.halfTimes;
    this.ownColdTime = this.coldTime + direction * at.halfColdTimes;
  }

  /** Puts a letter (HISTORY_*) into the history, the first time that it happens in this direction. */
  letter(letter: number): void {
    const bit = 1 << (at.HALF_LETTERS_SHIFT + letter);
    if ((this.words[this.ownState + at.BITS] & bit) !== 0) return;
    this.words[this.ownState + at.BITS] |= bit;
    const code = historyLetterCodes[letter];
    this.appendToHistory(this.direction === 0 ? code : code | 0x20);
  }

  appendToHistory(code: number): void {
    const { cold, coldRow } = this;
    const length = cold[coldRow + at.HISTORY_LENGTH];
    if (length >= at.historyCapacity) return;
    cold[coldRow + at.HISTORY + (length >> 2)] |= code << ((length & 3) * 8);
    cold[coldRow + at.HISTORY_LENGTH] = length + 1;
  }
}
