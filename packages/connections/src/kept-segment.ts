import * as record from '@fivewhys/capture';
import type { KeptSegment, Side } from './connection.ts';
import { instantAt } from './copies.ts';

/** Reads one segment of the log's form. @param offset where its record begins */
export function keptSegment(words: Int32Array, offset: number): KeptSegment {
  const flags = words[offset + record.RECORD_FLAGS];
  const from: Side = (flags & record.RECORD_FROM_RESPONDER) !== 0 ? 'responder' : 'originator';
  return {
    frame: words[offset + record.RECORD_FRAME],
    instantNs: instantAt(words, offset + record.RECORD_INSTANT),
    from,
    flags: flags & record.tcpFlagBits,
    numbersKnown: ((flags >> record.numbersUnknownShift) & 1) === 0,
    sequence: words[offset + record.RECORD_SEQUENCE] >>> 0,
    acknowledgment: words[offset + record.RECORD_ACKNOWLEDGMENT] >>> 0,
    payloadBytes: words[offset + record.RECORD_PAYLOAD_BYTES],
    window: words[offset + record.RECORD_WINDOW],
    ttl: words[offset + record.RECORD_TTL],
    ipId: words[offset + record.RECORD_IP_ID],
    dontFragment: ((flags >> record.dontFragmentShift) & 3) - 1,
    options: words[offset + record.RECORD_OPTIONS],
    timestampValue: words[offset + record.RECORD_TIMESTAMP_VALUE] >>> 0,
    timestampEcho: words[offset + record.RECORD_TIMESTAMP_ECHO] >>> 0,
    interfaceId: words[offset + record.RECORD_INTERFACE],
    linkSource: words[offset + record.RECORD_LINK_SOURCE],
  };
}
