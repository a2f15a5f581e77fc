import { type Connection, distance, type KeptSegment } from '@fivewhys/connections';
import type { Why } from '@fivewhys/evidence';
import { count, duration, plural } from '../../phrases.ts';
import type { Before, Facts } from './facts.ts';
import { rootOf } from './root.ts';
import { synOfBefore } from './syn-of-before.ts';

/** From the attempt that failed to the port that came round too soon; without the connection before, only that the ACK is of another one. */
export function whysOf(connection: Connection, facts: Facts, input: number): Why[] {
  const { syn, oddAck, synFrames, oddAckFrames, before } = facts;
  const gaveUp = connection.resets.find(({ from }) => from === 'originator');
  const accepted = connection.handshake.synAckFrame;
  const whys: Why[] = [
    {
      claim:
        accepted !== undefined
          ? 'The attempt was held up: a SYN was answered by a bare ACK, and only a later one by a SYN-ACK'
          : `The attempt failed: ${synFrames.length > oddAckFrames.length ? 'a' : 'every'} SYN was answered by a bare ACK, none by a SYN-ACK`,
      evidence: [
        { input, frames: synFrames, detail: `SYN seq ${syn.sequence}, ${plural(synFrames.length, 'time')}` },
        {
          input,
          frames: oddAckFrames,
          detail: `ACK seq ${oddAck.sequence} ack ${oddAck.acknowledgment}; a SYN-ACK would have ack ${(syn.sequence + 1) >>> 0}`,
        },
        ...(gaveUp === undefined ? [] : [{ input, frames: [gaveUp.frame], detail: endOfAttempt(gaveUp, syn, oddAck) }]),
        ...(accepted === undefined ? [] : [{ input, frames: [accepted], detail: 'the SYN-ACK that came at last' }]),
      ],
    },
  ];
  if (before === undefined) {
    whys.push({
      claim:
        'The ACK belongs to an older connection of the same 4-tuple that the responder still remembers; it is not in the capture',
      evidence: [{ input, frames: [oddAck.frame], detail: ipIdDetail(oddAck) }],
    });
    return whys;
  }
  const { connection: old } = before;
  const oldFins = [old.half.responder.finFrame, old.half.originator.finFrame].filter((frame) => frame !== undefined);
  whys.push(
    {
      claim: `The ACK is the last word of the connection before on the same addresses and ports (stream ${old.stream}): the responder still held that one in TIME_WAIT`,
      evidence: [
        {
          input,
          frames: [oddAck.frame],
          detail: `seq ${oddAck.sequence} = its snd_nxt, ack ${oddAck.acknowledgment} = its rcv_nxt; ${ipIdDetail(oddAck)}`,
        },
        {
          input,
          frames: oldFins,
          detail: `the responder closed first (FIN seq ${old.half.responder.finSequence}), so TIME_WAIT is its part; the new SYN came ${duration(before.sinceFinNs)} after that FIN, within the 60 s`,
        },
      ],
    },
    {
      claim:
        before.timestamps === 'older'
          ? 'TIME_WAIT could not take the SYN for a new connection: Linux takes none with an older timestamp, whatever its sequence number'
          : 'TIME_WAIT could not take the SYN for a new connection: Linux wants a sequence number after the old rcv_nxt, or a newer timestamp',
      evidence: [
        {
          input,
          frames: [syn.frame],
          detail: `ISN ${syn.sequence} is ${before.isnAhead > 0 ? `${count(before.isnAhead)} above` : `${count(-before.isnAhead)} below`} the old rcv_nxt ${before.receivedNext} (modulo 2^32)`,
        },
        { input, frames: [...synOfBefore(old), syn.frame], detail: timestampDetail(before, syn) },
      ],
    },
    rootOf(connection, before, syn, input),
  );
  return whys;
}

function endOfAttempt(reset: Connection['resets'][number], syn: KeptSegment, oddAck: KeptSegment): string {
  if (reset.sequence === oddAck.acknowledgment) {
    return `the originator's RST answers that ACK (seq ${reset.sequence} = its ack): it knew no such connection`;
  }
  const belongs =
    reset.sequence === (syn.sequence + 1) >>> 0 ? ' = ISN + 1: it belongs to the new attempt, which is given up' : '';
  const strange = (reset.flags & 0x10) !== 0 && reset.acknowledgment !== oddAck.sequence;
  const ack = strange ? `; its ack ${reset.acknowledgment} fits nothing that the responder sent` : '';
  return `the originator's RST, ${duration(reset.instantNs - syn.instantNs)} after the first SYN: seq ${reset.sequence}${belongs}${ack}`;
}

function ipIdDetail(oddAck: KeptSegment): string {
  if (oddAck.ipId < 0) return 'its IP ID is not in the evidence';
  return oddAck.ipId === 0
    ? 'its IP ID is 0, as of TIME_WAIT replies (a live socket counts)'
    : `its IP ID is ${oddAck.ipId}`;
}

function timestampDetail({ timestamps, connection }: Before, syn: KeptSegment): string {
  const had = connection.half.originator.lastTimestamp ?? 0;
  switch (timestamps) {
    case 'none':
      return 'no timestamps on either SYN, so the number alone decides';
    case 'only-before':
      return 'the connection before used timestamps, the new SYN has none, so the number alone decides';
    case 'only-now':
      return 'the connection before had no timestamps to compare with, so the number alone decides';
    case 'older':
      return `the new SYN's timestamp ${syn.timestampValue} is ${count(distance(had, syn.timestampValue))} before ${had}, the last one of the connection before`;
    case 'same':
      return `the new SYN's timestamp ${syn.timestampValue} is the last one of the connection before, so the number alone decides`;
  }
}
