import type { AddressKey } from './connection.ts';
import * as at from './layout.ts';
import type { Tracked } from './tracked.ts';

/** @param side 0 originator, 1 responder */
export function addressKey(tracker: Pick<Tracked, 'table'>, slot: number, side: number): AddressKey {
  const { words, cold } = tracker.table;
  const row = slot * at.rowWords;
  const first = slot * at.coldWords + (side === 0 ? at.ORIGINATOR_ADDRESS_0 : at.RESPONDER_ADDRESS_0);
  const last = words[row + (side === 0 ? at.ORIGINATOR_ADDRESS_3 : at.RESPONDER_ADDRESS_3)];
  return keyOfWords(words[row + at.FAMILY], cold[first], cold[first + 1], cold[first + 2], last);
}

/** @param word0,word1,word2 of an IPv4 address not looked at */
export function keyOfWords(family: number, word0: number, word1: number, word2: number, word3: number): AddressKey {
  return family === 4 ? word3 : `${family}:${word0}:${word1}:${word2}:${word3}`;
}

/** Family and words of an address; those that an IPv4 address does not have are 0. */
export function wordsOfKey(key: AddressKey): readonly number[] {
  return typeof key === 'number' ? [4, 0, 0, 0, key] : key.split(':').map(Number);
}
