// AssemblyScript: the syntax of TypeScript, with the integers of the processor. Compiled by `npm run assembly` into src/usual-segments.wasm.ts.

import { ETHERNET } from '../src/layer.ts';
import { NOTHING, TOLD_ASKED, TOLD_NEXT, TOLD_SECONDS } from '../src/usual-segments-words.ts';
import { answer } from './answers.ts';
import { number32 } from './numbers.ts';
import {
  capturedBytes,
  firstLayers,
  frameNumbers,
  input,
  instants,
  interfaceIds,
  offsets,
  place,
  told,
} from './places.ts';
import { writeSegment } from './write-segment.ts';

export { answer, place };

/**
 * Writes the segments of usual frames into the ring, from frame `first` of the table on, up to the first that is not usual or of which something is asked.
 *
 * @param firstPosition of the first packet that is written
 * @returns index of the frame at which it stopped, or `count`
 */
export function writeUsualSegments(first: i32, count: i32, firstPosition: i32): i32 {
  let position = firstPosition;
  let index = first;
  store<i32>(told, NOTHING, TOLD_ASKED << 2);
  for (; index < count; index += 1) {
    const column = (<usize>index) << 2;
    const frameStart = input + load<u32>(offsets + column);
    if (
      load<i32>(firstLayers + column) !== ETHERNET ||
      !writeSegment(
        frameStart,
        frameStart + load<u32>(capturedBytes + column),
        load<i32>(frameNumbers + column),
        load<i32>(interfaceIds + column),
        load<f64>(instants + (column << 1)),
        position,
      )
    ) {
      break;
    }
    position += 1;
  }
  store<i32>(told, position, TOLD_NEXT << 2);
  return index;
}

/**
 * Writes the segments of usual frames into the ring, from records of a pcap file (draft-ietf-opsawg-pcap) on Ethernet, up to the first record that is not whole, or whose frame is not usual,
 * or of which something is asked.
 *
 * @param start of the first record in the input, and `end` of what is there
 * @param isSwapped whether the numbers of the headers are big-endian
 * @param baseSeconds seconds since 1970 that are instant 0
 * @param firstFrame number of the first frame
 * @param mostRecords where to stop at the latest
 * @returns where the record begins at which it stopped
 */
export function writeUsualRecords(
  start: i32,
  end: i32,
  recordHeaderBytes: i32,
  isSwapped: boolean,
  nsPerTick: f64,
  baseSeconds: f64,
  firstFrame: i32,
  mostRecords: i32,
  interfaceId: i32,
  firstPosition: i32,
): i32 {
  const inputEnd = input + end;
  let record = input + start;
  let left = mostRecords;
  let seconds = <u32>load<i32>(told, TOLD_SECONDS << 2);
  store<i32>(told, NOTHING, TOLD_ASKED << 2);
  for (; left > 0 && record + recordHeaderBytes <= inputEnd; left -= 1) {
    const captured = number32(record + 8, isSwapped);
    const frameStart = record + recordHeaderBytes;
    if (captured > <u32>(inputEnd - frameStart)) break;
    const recordSeconds = number32(record, isSwapped);
    const instantNs = (<f64>recordSeconds - baseSeconds) * 1e9 + <f64>number32(record + 4, isSwapped) * nsPerTick;
    const read = mostRecords - left;
    if (
      !writeSegment(frameStart, frameStart + captured, firstFrame + read, interfaceId, instantNs, firstPosition + read)
    ) {
      break;
    }
    seconds = recordSeconds;
    record = frameStart + captured;
  }
  store<i32>(told, firstPosition + mostRecords - left, TOLD_NEXT << 2);
  store<i32>(told, <i32>seconds, TOLD_SECONDS << 2);
  return <i32>(record - input);
}
