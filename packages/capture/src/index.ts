export { formatAddress, formatIpv4, formatIpv6, parseIpv4, parseIpv6 } from './address.ts';
export type { Annotated } from './annotate/annotated.ts';
export { annotateCapture } from './annotate.ts';
export { asDoubles } from './arena.ts';
export type { CaptureReading } from './capture-reading.ts';
export { CompiledLoop } from './compiled-loop.ts';
export type { Damage } from './damage.ts';
export { type CaptureErrorCode, captureErrorCodes, unknownFormat } from './errors.ts';
export type { CaptureKind } from './formats/format.ts';
export { IcmpError } from './icmp-error.ts';
export type { OpenText, OtherTextReading, TextReader } from './other-text.ts';
export * from './packet-record.ts';
export {
  flightOffset,
  keptIndex,
  keptOffset,
  mostLookedBack,
  type PacketFollower,
  PacketRing,
  rareOffset,
} from './packet-ring.ts';
export type { PacketSink } from './packet-sink.ts';
export { NoteRecord } from './payload/note-record.ts';
export * from './payload/payload-note.ts';
export { readCapture, readCaptureOrText } from './read-capture.ts';
export { type CaptureInterface, ReaderContext } from './reader-context.ts';
export { prepareReaderThread } from './reader-thread/prepared-thread.ts';
export * from './segment.ts';
export { SegmentRecord } from './segment-record.ts';
export type { ByteSource } from './source/byte-source.ts';
export { type Compression, compressionOf } from './source/compression.ts';
export { DecompressedSource } from './source/decompressed-source.ts';
export { DescriptorSource } from './source/descriptor-source.ts';
export { Tallies } from './tallies.ts';
export { hashPrefix, hashTuple } from './tuple-hash.ts';
