import type { Connection } from '@fivewhys/connections';
import type { Cause, NextStep } from '@fivewhys/evidence';
import { timeWaitReuse as entry } from '../catalogue/time-wait-reuse.ts';
import { duration, endpointText, plural } from '../phrases.ts';
import type { ConnectionSubject } from '../subject.ts';
import { type Facts, factsOf } from './time-wait-reuse/facts.ts';
import { halfOpen } from './time-wait-reuse/half-open-instead.ts';
import { weighTimeWaitReuseInFlags } from './time-wait-reuse/in-flags.ts';
import { notesOf } from './time-wait-reuse/notes.ts';
import { whysOf } from './time-wait-reuse/whys.ts';

/**
 * A SYN runs into a TIME_WAIT socket.
 *
 * Seen: a 4-tuple that the responder closed first; a new SYN on it soon after; the answer is no SYN-ACK but a bare ACK with the numbers of the connection
 * before. The SYN is repeated and gets the same ACK, until the originator gives up, or resets TIME_WAIT away (a Linux originator: a RST with the
 * ACK's own ack as its number) and tries again.
 *
 * Implies: the end that closes first keeps TIME_WAIT (RFC 9293 section 3.6). Linux takes a SYN there only if its sequence number is after the old rcv_nxt, or
 * if both connections have timestamps and the SYN's is newer; never if its timestamp is older (tcp_timewait_state_process, net/ipv4/tcp_minisocks.c; RFC 6191). Otherwise it
 * repeats the last ACK, at most twice a second.
 *
 * Alike: `half-open` (a SYN on an ESTABLISHED connection gets a challenge ACK): no FINs before, and the ACK's IP ID is not 0, where TIME_WAIT's is.
 *
 * Settles it: the connection before in the same capture; else the IP ID of the ACK; else `ss -tan state time-wait` on the responder. A counter moves only
 * for an older timestamp (PAWSTimewait, from Linux 6.16 on), or for SYNs repeated within half a second (TCPACKSkippedTimeWait).
 *
 * Shown by: captures/time-wait-reuse.pcap, captures/time-wait-reuse-balancer.pcap; captures/time-wait-reuse-accepted.pcap is the control.
 */
export const timeWaitReuse: Cause<ConnectionSubject> = {
  id: 'time-wait-reuse',
  title: 'a SYN ran into a TIME_WAIT socket',
  weigh(subject) {
    const { connection, input } = subject;
    if (!connection.numbersKnown) return weighTimeWaitReuseInFlags(subject);
    const facts = factsOf(connection);
    if (typeof facts === 'string') return { kind: 'excluded', because: facts };
    const { before } = facts;
    return {
      kind: 'fits',
      directness: 'direct',
      symptom: symptomOf(connection, facts),
      sentBy: connection.resetFrames.length > 0 ? 'originator' : 'responder',
      whys: whysOf(connection, facts, input),
      lookAlikes: [halfOpen(facts)],
      notes: notesOf(connection, facts),
      next: before === undefined ? [nextStep(connection)] : [],
      remedies: entry.remedies,
      group:
        connection.handshake.synAckFrame === undefined
          ? 'Connection attempts never got a SYN-ACK'
          : 'Connection attempts were delayed: their first SYN got a stray ACK instead of a SYN-ACK',
      measures:
        before === undefined
          ? []
          : [
              { name: "seconds from the responder's FIN to the new SYN", value: before.sinceFinNs / 1e9 },
              { name: 'distance of the new ISN from the old rcv_nxt', value: before.isnAhead },
            ],
    };
  },
};

function symptomOf(connection: Connection, { syn, lastNs }: Facts): string {
  const target = endpointText(connection.responder);
  if (connection.handshake.synAckFrame !== undefined) {
    return `A connection attempt to ${target} was delayed: its first SYN got a stray ACK instead of a SYN-ACK`;
  }
  const how = connection.resetFrames.length > 0 ? 'and was given up with a RST' : 'and came to nothing';
  const tries = `${plural(connection.half.originator.syns, 'SYN')} in ${duration(lastNs - syn.instantNs)}`;
  return `A connection attempt to ${target} (${tries}) never got a SYN-ACK, ${how}`;
}

function nextStep(connection: Connection): NextStep {
  const { ip, port } = connection.originator;
  return {
    why: 'shows whether the responder holds the 4-tuple in TIME_WAIT or still ESTABLISHED; run it on the responder while attempts fail',
    command: `ss -tan 'dst ${ip.includes(':') ? `[${ip}]` : ip} and dport = :${port}'`,
  };
}
