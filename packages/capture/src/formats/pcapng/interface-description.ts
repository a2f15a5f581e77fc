import { optionsOf, textOf } from './options.ts';
import { type TimeScale, timeScaleOf } from './time-scale.ts';

/** What an interface description block says (section 4.2). */
export interface InterfaceDescription {
  readonly linkType: number;
  readonly snapLengthBytes: number;
  readonly name: string | undefined;
  readonly timeScale: TimeScale;
}

/** An interface in its section. */
export interface SectionInterface extends Pick<InterfaceDescription, 'linkType' | 'snapLengthBytes' | 'timeScale'> {
  readonly firstLayer: number;
  /** As the newest statistics say. */
  droppedPackets: number;
  /** Index into the context's interfaces. */
  readonly id: number;
}

/** @param offset of the block; @param end of its body, at least 16 bytes behind */
export function readInterfaceDescription(
  bytes: Uint8Array,
  view: DataView,
  offset: number,
  end: number,
  littleEndian: boolean,
): InterfaceDescription {
  let name: string | undefined;
  let resolution = 6;
  let offsetSeconds = 0n;
  for (const option of optionsOf(view, offset + 16, end, littleEndian)) {
    if (option.code === 2) name = textOf(bytes, option);
    else if (option.code === 9 && option.length >= 1) resolution = bytes[option.start];
    else if (option.code === 14 && option.length >= 8) offsetSeconds = view.getBigInt64(option.start, littleEndian);
  }
  return {
    linkType: view.getUint16(offset + 8, littleEndian),
    snapLengthBytes: view.getUint32(offset + 12, littleEndian),
    name,
    timeScale: timeScaleOf(resolution, offsetSeconds),
  };
}
