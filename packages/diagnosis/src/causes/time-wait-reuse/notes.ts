import type { Connection } from '@fivewhys/connections';
import type { Before, Facts } from './facts.ts';

/** What has no part in it, which counter would show it, and what the capture lacks. */
export function notesOf(connection: Connection, { before, oddAck }: Facts): string[] {
  const notes = [
    'net.ipv4.tcp_tw_reuse has no part in it: it lets a host reuse its own outgoing TIME_WAIT ports. tcp_tw_recycle is gone since Linux 4.12, and broke NAT.',
    counterNote(before),
  ];
  const answer = connection.resets.find(
    ({ from, sequence }) => from === 'originator' && sequence === oddAck.acknowledgment,
  );
  if (answer !== undefined && connection.handshake.synAckFrame !== undefined) {
    notes.push(
      `The originator's RST (frame ${answer.frame}) ended TIME_WAIT at the responder (unless net.ipv4.tcp_rfc1337=1), so its next SYN was accepted.`,
    );
  }
  if (before !== undefined && before.connection.half.originator.highestAcknowledgment !== before.sentNext) {
    notes.push("The originator's ACK of the responder's FIN is not in the capture.");
  }
  return notes;
}

/** By tcp_timewait_state_process and tcp_timewait_check_oow_rate_limit (net/ipv4/tcp_minisocks.c), and by trying on Linux 6.18. */
function counterNote(before: Before | undefined): string {
  const seldom = 'TcpExtTCPACKSkippedTimeWait counts only SYNs that are repeated within half a second';
  const instead = 'a capture shows it, or `ss -tan state time-wait` at the right moment.';
  switch (before?.timestamps) {
    case 'older':
      return 'At the responder TcpExtPAWSTimewait counts SYNs with older timestamps from Linux 6.16 on, and TcpExtPAWSEstab did before, among other segments.';
    case undefined:
      return `Of the responder's counters TcpExtPAWSTimewait (Linux 6.16 and newer) moves only for SYNs with older timestamps, and ${seldom}: otherwise only ${instead}`;
    default:
      return `Hardly a counter of the responder shows this (${seldom}): ${instead}`;
  }
}
