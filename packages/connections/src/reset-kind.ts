import { ACK, FIN, OPTION_TIMESTAMPS, SYN, UNKNOWN, URG } from '@fivewhys/capture';
import type { ResetKind } from './connection.ts';

export interface ResetShape {
  readonly family: number;
  readonly flags: number;
  readonly sequence: number;
  readonly acknowledgment: number;
  readonly window: number;
  readonly ipId: number;
  readonly dontFragment: number;
  readonly options: number;
  readonly payloadBytes: number;
  /** The connection negotiated timestamps. */
  readonly timestampsInUse: boolean;
}

const strangeFlags = [
  [SYN, 'SYN'],
  [FIN, 'FIN'],
  [URG, 'URG'],
] as const;

/**
 * Tells the shape of a RST.
 *
 * A: RST alone, no window, no options: a host with no usable socket for a segment that carried ACK. `tcp_v4_send_reset` takes its sequence number
 *    from the answered segment's ack field, and the reply has IP ID 0 and DF (`ip_send_unicast_reply`).
 * B: RST+ACK, sequence 0: the same for a segment without ACK, such as a SYN.
 * C: RST+ACK with the socket's own numbers, window and timestamps: a live socket aborted by its host (`tcp_send_active_reset`).
 *
 * Window 0 and missing timestamps alone are no sign of a middlebox: every kind A has them. RST+ACK on an established stream without the timestamps that
 * the stream uses is made by no Linux host.
 */
export function resetKindOf(shape: ResetShape): { kind: ResetKind; deviations: string[] } {
  const strange = strangeFlags.filter(([bit]) => (shape.flags & bit) !== 0).map(([, name]) => name);
  if (strange.length > 0) {
    const deviation = `${strange.join(' and ')} beside RST, which no TCP sends: forged, or damaged`;
    return { kind: 'other', deviations: [deviation] };
  }
  if ((shape.flags & ACK) === 0) return { kind: 'A', deviations: deviationsOfReply(shape, true) };
  if (shape.sequence === 0) {
    return { kind: 'B', deviations: deviationsOfReply(shape, false) };
  }
  const hasTimestamps = (shape.options & OPTION_TIMESTAMPS) !== 0;
  const deviations: string[] = [];
  if (shape.timestampsInUse && !hasTimestamps) {
    deviations.push('RST+ACK without the timestamps that the connection uses');
  }
  if (shape.window === 0 && !hasTimestamps)
    deviations.push('RST+ACK with window 0 and a sequence number of its own (Windows and some appliances abort so)');
  if (shape.payloadBytes > 0) deviations.push(`carries ${shape.payloadBytes} bytes of payload`);
  return { kind: deviations.length === 0 ? 'C' : 'other', deviations };
}

function deviationsOfReply(shape: ResetShape, bare: boolean): string[] {
  const deviations: string[] = [];
  if (shape.window !== 0) deviations.push(`window ${shape.window} instead of 0`);
  if (shape.options !== 0) deviations.push('options where Linux sends none');
  if (bare && shape.acknowledgment !== 0) {
    deviations.push(`ack field ${shape.acknowledgment >>> 0} although the ACK flag is off (Windows does that)`);
  }
  if (shape.family === 4 && shape.ipId !== UNKNOWN && shape.ipId !== 0) {
    deviations.push(`IP ID ${shape.ipId} instead of 0 (an older Linux, or another system)`);
  }
  if (shape.family === 4 && shape.dontFragment === 0) deviations.push('DF off');
  if (shape.payloadBytes > 0) deviations.push(`carries ${shape.payloadBytes} bytes of payload`);
  return deviations;
}
