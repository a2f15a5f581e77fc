import type { Connection, KeptSegment } from '@fivewhys/connections';
import type { LookAlike, Weighing, Why } from '@fivewhys/evidence';
import { timeWaitReuse as entry } from '../../catalogue/time-wait-reuse.ts';
import { numbersCommand } from '../../commands/numbers-command.ts';
import { duration, endpointText, flagsText, plural } from '../../phrases.ts';
import type { ConnectionSubject } from '../../subject.ts';

/** How long Linux keeps TIME_WAIT (TCP_TIMEWAIT_LEN). */
const timeWaitNs = 60e9;

/**
 * A SYN ran into a TIME_WAIT socket, as far as flags and times tell it: what the cause proves by numbers is at most likely here.
 *
 * Seen: a connection with a FIN; on the same addresses and ports, within 60 s, a SYN that is repeated and never answered by a SYN-ACK, but by a bare ACK or by nothing
 * that the text has.
 *
 * Alike: `half-open`, `firewall-drop`, `backlog-overflow`: without numbers nothing excludes them but an answer that is seen.
 *
 * Settles it: the same with numbers.
 */
export function weighTimeWaitReuseInFlags({ connection, input }: ConnectionSubject): Weighing {
  const { predecessor, handshake, half } = connection;
  const syns = synsOf(connection);
  const [syn] = syns;
  if (syn === undefined) return excluded('the SYN is not in the text');
  if (predecessor === undefined)
    return excluded('the text holds no earlier connection of the same addresses and ports');
  const fin = finOf(predecessor);
  if (fin === undefined)
    return excluded('no FIN of the connection before is in the text: nothing says that it was closed');
  const sinceFinNs = syn.instantNs - fin.instantNs;
  if (sinceFinNs > timeWaitNs) {
    return excluded(`the SYN came ${duration(sinceFinNs)} after the FIN, when TIME_WAIT (60 s) was over`);
  }
  if (predecessor.closedFirstBy === 'originator' && predecessor.half.responder.finFrame !== undefined) {
    return excluded('the originator closed the connection before first, so TIME_WAIT was at its end');
  }
  if (handshake.synAckFrame !== undefined && connection.oddAcks === 0) {
    return excluded('the SYN was answered by a SYN-ACK');
  }
  if (half.responder.segments > 0 && connection.oddAcks === 0) {
    return excluded('the responder went on with the connection');
  }
  const answered = connection.oddAcks > 0;
  const timed = isTimed(fin, syn);
  return {
    kind: 'fits',
    directness: answered && timed ? 'direct' : 'indirect',
    symptom: symptomOf(connection, syns),
    sentBy: connection.resetFrames.length > 0 ? 'originator' : 'responder',
    whys: whysOf(connection, predecessor, syns, fin, input),
    lookAlikes: lookAlikesOf(predecessor, answered),
    notes: [
      'The text has flags and times, no sequence numbers: whether the new number was too low for TIME_WAIT, and what the RST did, is not in it.',
      'net.ipv4.tcp_tw_reuse has no part in it: it lets a host reuse its own outgoing TIME_WAIT ports.',
    ],
    next: [
      numbersCommand(connection),
      {
        why: 'on the responder, while attempts fail: whether it holds the 4-tuple in TIME-WAIT',
        command: 'ss -tan state time-wait',
      },
    ],
    remedies: entry.remedies,
    group: `Connection attempts on the ports of a connection before ${connection.handshake.synAckFrame === undefined ? 'got no SYN-ACK' : 'got their SYN-ACK late'} in the text`,
    measures: timed
      ? [{ name: 'seconds from the FIN of the connection before to the new SYN', value: sinceFinNs / 1e9 }]
      : [],
  };
}

type Timed = Pick<KeptSegment, 'instantNs'>;

/** A text without times has the same instant everywhere. */
function isTimed(earlier: Timed, later: Timed): boolean {
  return earlier.instantNs !== later.instantNs;
}

function excluded(because: string): Weighing {
  return { kind: 'excluded', because };
}

function synsOf({ segments }: Connection): KeptSegment[] {
  return segments.filter(({ from, flags }) => from === 'originator' && (flags & 0x12) === 0x02);
}

/** The last FIN of the connection that is kept. */
function finOf({ segments }: Connection): KeptSegment | undefined {
  return segments.findLast(({ flags }) => (flags & 0x01) !== 0);
}

/** None of the responder's segments without payload is in the text, although there must have been some: not even the SYN-ACK. */
function leavesOutEmptyOnes({ half, handshake }: Connection): boolean {
  return (
    half.responder.segments > 0 &&
    half.responder.segments === half.responder.dataSegments &&
    handshake.synAckFrame === undefined
  );
}

function symptomOf(connection: Connection, syns: readonly KeptSegment[]): string {
  const [first, last] = [syns[0] as KeptSegment, syns.at(-1) as KeptSegment];
  const during = isTimed(first, last) ? ` in ${duration(last.instantNs - first.instantNs)}` : '';
  const tries = `${plural(connection.half.originator.syns, 'SYN')}${during}`;
  const how = connection.resetFrames.length > 0 ? ', and was given up with a RST' : '';
  const answer = connection.handshake.synAckFrame === undefined ? 'got no SYN-ACK' : 'got its SYN-ACK late';
  return `A connection attempt to ${endpointText(connection.responder)} (${tries}) ${answer} in the text${how}`;
}

function whysOf(
  connection: Connection,
  before: Connection,
  syns: readonly KeptSegment[],
  fin: KeptSegment,
  input: number,
): Why[] {
  const syn = syns[0] as KeptSegment;
  const reset = connection.resets[0];
  const accepted = connection.handshake.synAckFrame !== undefined;
  const claim =
    connection.oddAcks === 0
      ? `The attempt failed: ${syns.length > 1 ? 'its SYN was repeated, and the text has no answer to any of them' : 'the text has no answer to its SYN'}`
      : accepted
        ? 'The attempt was held up: a SYN was answered by a bare ACK, and only a later one by a SYN-ACK'
        : 'The attempt failed: its SYN was answered by a bare ACK, and never by a SYN-ACK';
  return [
    {
      claim,
      evidence: [
        { input, frames: syns.map(({ frame }) => frame), detail: `SYN, ${plural(syns.length, 'time')}` },
        ...(connection.oddAckFrame === undefined
          ? []
          : [
              {
                input,
                frames: [connection.oddAckFrame],
                detail: `${plural(connection.oddAcks, 'bare ACK')} from the responder`,
              },
            ]),
        ...(reset === undefined
          ? []
          : [
              {
                input,
                frames: [reset.frame],
                detail: `${flagsText(reset.flags)} from the ${reset.from}${isTimed(syn, reset) ? `, ${duration(reset.instantNs - syn.instantNs)} after the first SYN` : ''}`,
              },
            ]),
      ],
    },
    {
      claim: `The same addresses and ports had carried another connection right before (stream ${before.stream})`,
      evidence: [
        {
          input,
          frames: [
            ...(before.handshake.synFrame === undefined ? [] : [before.handshake.synFrame]),
            fin.frame,
            syn.frame,
          ],
          detail: isTimed(fin, syn)
            ? `its last FIN in the text is the ${fin.from}'s; the new SYN came ${duration(syn.instantNs - fin.instantNs)} after it, within the 60 s that TIME_WAIT lasts on Linux`
            : `its last FIN in the text is the ${fin.from}'s; how long before the new SYN it came, the text does not say`,
        },
      ],
    },
    {
      claim: 'Probably the responder still held that connection in TIME_WAIT and could not take the SYN for a new one',
      evidence: [
        {
          input,
          frames: before.half.responder.finFrame === undefined ? [] : [before.half.responder.finFrame],
          detail: closedBy(before),
        },
        ...(leavesOutEmptyOnes(before)
          ? [
              {
                input,
                frames: [before.half.responder.lastDataFrame ?? before.firstFrame],
                detail:
                  'the text has only those segments of the responder that carry payload, not even the SYN-ACK of that connection, which it answered all the same: its FIN, and bare ACKs to the SYNs, may have been sent and left out',
              },
            ]
          : []),
      ],
    },
  ];
}

function closedBy(before: Connection): string {
  if (before.half.responder.finFrame === undefined) {
    return "the responder's FIN is not in the text, so who closed first, and has TIME_WAIT, is open";
  }
  return before.closedFirstBy === 'responder'
    ? 'the responder closed first, so TIME_WAIT is its part'
    : 'both ends closed';
}

function lookAlikesOf(before: Connection, answered: boolean): LookAlike[] {
  const bothClosed = before.half.responder.finFrame !== undefined && before.half.originator.finFrame !== undefined;
  const dropped = 'something answered the SYN';
  return [
    {
      cause: 'half-open',
      excluded: false,
      because: bothClosed
        ? 'whether both FINs were acknowledged is not in the text: the responder may not have reached TIME_WAIT'
        : 'the responder may still hold the connection before: that it closed is not in the text',
    },
    {
      cause: 'firewall-drop',
      excluded: answered,
      because: answered ? dropped : 'SYNs that a firewall drops look the same, where the text has no answer to them',
    },
    {
      cause: 'backlog-overflow',
      excluded: answered,
      because: answered ? dropped : 'a listener whose queue is full drops SYNs, too',
    },
  ];
}
