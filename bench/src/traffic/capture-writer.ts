import { Buffer } from 'node:buffer';
import type { ByteSink } from './byte-sink.ts';
import type { End } from './end.ts';
import type { Payload } from './payload.ts';
import { OPTIONS_SYN, OPTIONS_SYN_PLAIN, OPTIONS_TIMESTAMPS_SACK, optionsBytes } from './tcp-options.ts';

const bufferBytes = 8 * 1024 * 1024;
const recordHeaderBytes = 16;
const largestRecordBytes = 2_048;
/** Ethernet's smallest frame without the check sequence: shorter ones are padded, and a reader that trusts the frame's length is caught. */
const smallestFrameBytes = 60;
const startSeconds = 1_767_225_600;
const linkTypeEthernet = 1;

/**
 * Writes segments as records of a classic pcap, little-endian, microseconds: into one buffer that is used again and again, so that memory
 * stays the same however long the capture is. Headers are copied from the end's template; all checksums are right.
 */
export class CaptureWriter {
  frames = 0;
  bytes = 0;
  /** First SACK block of the next segment that has one. */
  sackLeft = 0;
  sackRight = 0;
  readonly #sink: ByteSink;
  readonly #payload: Payload;
  readonly #snaplenBytes: number;
  readonly #buffer = Buffer.allocUnsafeSlow(bufferBytes);
  readonly #view = new DataView(this.#buffer.buffer);
  #at = 0;

  constructor(sink: ByteSink, payload: Payload, snaplenBytes: number) {
    this.#sink = sink;
    this.#payload = payload;
    this.#snaplenBytes = snaplenBytes;
    this.#writeFileHeader();
  }

  /** Writes one segment and returns its frame number, counted from 1. */
  segment(
    nowUs: number,
    from: End,
    flags: number,
    sequence: number,
    acknowledgment: number,
    window: number,
    ipId: number,
    ttl: number,
    options: number,
    payloadBytes: number,
  ): number {
    if (this.#at + largestRecordBytes > bufferBytes) this.flush();
    const view = this.#view;
    const template = from.template;
    const start = this.#at + recordHeaderBytes;
    const tcp = start + template.transportOffset;
    const tcpHeaderBytes = 20 + (optionsBytes[options] as number);
    const tcpBytes = tcpHeaderBytes + payloadBytes;

    this.#buffer.set(template.bytes, start);
    this.#finishNetworkHeader(from, start + template.networkOffset, tcpBytes, ipId, ttl);
    view.setInt32(tcp + 4, sequence);
    view.setInt32(tcp + 8, acknowledgment);
    view.setUint16(tcp + 12, (tcpHeaderBytes << 10) | flags);
    view.setUint16(tcp + 14, window);
    view.setUint32(tcp + 16, 0);
    if (options !== 0) this.#writeOptions(tcp + 20, from, options);

    const payloadOffset = this.#payload.offset(sequence);
    let sum = template.pseudoSum + tcpBytes;
    for (let at = tcp; at < tcp + tcpHeaderBytes; at += 2) sum += view.getUint16(at);
    if (payloadBytes > 0) sum += this.#payload.checksum(payloadOffset, payloadBytes);
    view.setUint16(tcp + 16, complement(sum));

    let frameBytes = template.transportOffset + tcpBytes;
    if (frameBytes < smallestFrameBytes) {
      this.#buffer.fill(0, start + frameBytes, start + smallestFrameBytes);
      frameBytes = smallestFrameBytes;
    }
    const capturedBytes = Math.min(frameBytes, this.#snaplenBytes);
    const capturedPayloadBytes = Math.min(payloadBytes, capturedBytes - template.transportOffset - tcpHeaderBytes);
    if (capturedPayloadBytes > 0) {
      this.#payload.block.copy(this.#buffer, tcp + tcpHeaderBytes, payloadOffset, payloadOffset + capturedPayloadBytes);
    }
    this.#writeRecordHeader(nowUs, capturedBytes, frameBytes);
    this.#at = start + capturedBytes;
    this.frames += 1;
    return this.frames;
  }

  flush(): void {
    this.#sink.write(this.#buffer.subarray(0, this.#at));
    this.bytes += this.#at;
    this.#at = 0;
  }

  #writeFileHeader(): void {
    const view = this.#view;
    view.setUint32(0, 0xa1b2c3d4, true);
    view.setUint16(4, 2, true);
    view.setUint16(6, 4, true);
    view.setUint32(8, 0, true);
    view.setUint32(12, 0, true);
    view.setUint32(16, this.#snaplenBytes, true);
    view.setUint32(20, linkTypeEthernet, true);
    this.#at = 24;
  }

  #writeRecordHeader(nowUs: number, capturedBytes: number, frameBytes: number): void {
    const view = this.#view;
    const wholeUs = Math.floor(nowUs);
    const seconds = Math.floor(wholeUs / 1_000_000);
    view.setUint32(this.#at, startSeconds + seconds, true);
    view.setUint32(this.#at + 4, wholeUs - seconds * 1_000_000, true);
    view.setUint32(this.#at + 8, capturedBytes, true);
    view.setUint32(this.#at + 12, frameBytes, true);
  }

  #finishNetworkHeader(from: End, at: number, tcpBytes: number, ipId: number, ttl: number): void {
    const view = this.#view;
    if (from.family === 6) {
      view.setUint16(at + 4, tcpBytes);
      view.setUint8(at + 7, ttl);
      return;
    }
    const totalBytes = 20 + tcpBytes;
    view.setUint16(at + 2, totalBytes);
    view.setUint16(at + 4, ipId);
    view.setUint8(at + 8, ttl);
    view.setUint16(at + 10, complement(from.template.networkSum + totalBytes + ipId + (ttl << 8)));
  }

  #writeOptions(at: number, from: End, options: number): void {
    const view = this.#view;
    if (options === OPTIONS_SYN || options === OPTIONS_SYN_PLAIN) {
      view.setUint32(at, 0x02040000 | (from.family === 4 ? 1460 : 1440));
      if (options === OPTIONS_SYN_PLAIN) return;
      view.setUint32(at + 4, 0x0402080a);
      view.setInt32(at + 8, from.sentClock);
      view.setInt32(at + 12, from.heardClock);
      view.setUint32(at + 16, 0x01030307);
      return;
    }
    view.setUint32(at, 0x0101080a);
    view.setInt32(at + 4, from.sentClock);
    view.setInt32(at + 8, from.heardClock);
    if (options === OPTIONS_TIMESTAMPS_SACK) {
      view.setUint32(at + 12, 0x0101050a);
      view.setInt32(at + 16, this.sackLeft);
      view.setInt32(at + 20, this.sackRight);
    }
  }
}

/** The Internet checksum of a sum of 16-bit words (RFC 1071). */
function complement(sum: number): number {
  let folded = sum;
  while (folded > 0xffff) folded = (folded & 0xffff) + (folded >>> 16);
  return ~folded & 0xffff;
}
