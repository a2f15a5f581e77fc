import { RST, SYN } from '@fivewhys/capture';
import { distance, type KeptSegment, type LeftOpen } from '@fivewhys/connections';
import type { Fit, Remedy } from '@fivewhys/evidence';
import { conntrackInvalid as entry } from '../../catalogue/conntrack-invalid.ts';
import { remediesHere } from '../../commands/remedies-here.ts';
import { count, duration, endpointText } from '../../phrases.ts';
import { senderOf } from '../../sender/sender.ts';
import { longSilenceNs } from '../../silence/long-silence.ts';
import type { ConnectionSubject } from '../../subject.ts';

/** A segment acknowledges at most so much less than was sent: what was under way when it left. */
const mostUnacknowledgedBytes = 65_535;

interface Leak {
  readonly old: LeftOpen;
  readonly first: KeptSegment;
  /** Its sequence number less the responder's next one in the old connection. */
  readonly ahead: number;
}

/**
 * The other direction: a packet of the responder that connection tracking calls INVALID is not translated back on its way out, and arrives from an address that the originator never
 * spoke to. Its kernel resets that, and where the RST finds its way to the responder it ends the connection there, while the originator waits on. Undefined where it is not that.
 */
export function weighLeak(subject: ConnectionSubject): Fit | undefined {
  const leak = leakOf(subject);
  const { connection, reset, input } = subject;
  if (leak === undefined || reset === undefined) return undefined;
  const { old, first, ahead } = leak;
  const { originator, responder } = connection;
  const inner = endpointText(responder);
  const under = distance(old.originatorNext, first.acknowledgment);
  const sender = senderOf(subject, reset);
  const sinceNs = first.instantNs - old.lastInstantNs;
  // What was due is known only where the connection had not gone on.
  const isNewest = sinceNs >= 0;
  return {
    kind: 'fits',
    directness: isNewest && ahead !== 0 ? 'direct' : 'indirect',
    symptom: `${endpointText(originator)} got a packet from ${inner}, to which it had no connection, and reset it: a host that translates addresses let it out as it was`,
    sentBy: 'originator',
    whys: [
      {
        claim: `The originator reset a packet of a connection that it does not know`,
        evidence: [
          {
            input,
            frames: [first.frame, reset.frame],
            detail: `no SYN went to ${inner}; kind A${reset.provokedBecause === '' ? '' : `, ${reset.provokedBecause}`}`,
          },
          { input, frames: [reset.frame], detail: sender.because },
        ],
      },
      {
        claim: `The packet belongs to its connection with another address (stream ${old.stream}): ${inner} is what that address is translated to`,
        evidence: [
          {
            input,
            frames: [old.lastFrame, first.frame],
            detail: `same port ${originator.port} of ${originator.ip}; ack ${first.acknowledgment} = ${under === 0 ? 'all' : `${under} bytes less than all`} that it had sent there (up to ${old.originatorNext})`,
          },
        ],
      },
      {
        claim:
          'Connection tracking called it INVALID on its way out, so it was not translated back, where the packets of that connection before it were',
        evidence: [
          {
            input,
            frames: [old.lastFrame, first.frame],
            detail: isNewest
              ? `its seq ${first.sequence} is ${ahead === 0 ? 'just what was due' : `${count(Math.abs(ahead))} bytes ${ahead > 0 ? 'ahead of' : 'behind'} what was due`} (${old.responderNext})`
              : `its seq is ${first.sequence}; the connection went on, to seq ${old.responderNext}`,
          },
        ],
      },
    ],
    lookAlikes: [
      {
        cause: 'idle-timeout',
        excluded: sinceNs < longSilenceNs,
        because: isNewest
          ? `the connection had been heard ${duration(sinceNs)} before: ${sinceNs < longSilenceNs ? 'its entry was fresh' : 'its entry may have been forgotten'}`
          : `the connection was heard afterwards (until frame ${old.lastFrame}): its entry was there`,
      },
      {
        cause: 'injected-reset',
        excluded: sender.ttl === 'same',
        because: sender.because,
      },
    ],
    notes: [
      `The RST goes to ${inner}. Where it arrives with the numbers of the connection it ends that at the responder, and the originator waits for an answer that will not come.`,
    ],
    next: [
      {
        why: 'on the host that translates, before and after: `invalid` grows',
        command: 'conntrack -S',
      },
      {
        why: 'on that host: the kernel log then names the reason of each INVALID packet',
        command: 'sysctl -w net.netfilter.nf_conntrack_log_invalid=6; dmesg -w | grep nf_ct_proto_6',
      },
    ],
    remedies: remediesHere(entry, connection).map(whereItIsForwarded),
    group: `${inner} leak`,
    measures: isNewest ? [{ name: "bytes of the packet's number ahead of what was due", value: ahead }] : [],
  };
}

/** What leaves through the NAT host never reaches its own stack: a rule has to stand where it is forwarded. */
function whereItIsForwarded(remedy: Remedy): Remedy {
  const forwarded = (text: string) => text.replace('INPUT', 'FORWARD');
  return {
    ...remedy,
    summary: remedy.summary.replace('before they reach its own stack', 'where it would forward them as they are'),
    commands: remedy.commands.map(forwarded),
    undo: forwarded(remedy.undo),
  };
}

function leakOf({ connection, reset, surroundings }: ConnectionSubject): Leak | undefined {
  const { originator, responder, handshake } = connection;
  if (reset?.kind !== 'A' || reset.from !== 'originator' || typeof originator.port !== 'number') return undefined;
  if (handshake.synFrame !== undefined || handshake.synAckFrame !== undefined) return undefined;
  const first = connection.segments.find(({ frame }) => frame === connection.firstFrame);
  if (first === undefined || first.from !== 'responder' || (first.flags & (SYN | RST)) !== 0) return undefined;
  for (const old of surroundings.leftOpenFrom(originator.key, originator.port)) {
    const under = distance(old.originatorNext, first.acknowledgment);
    const isOther = old.responder !== responder.key && old.firstInstantNs < first.instantNs;
    if (isOther && under >= 0 && under <= mostUnacknowledgedBytes) {
      return { old, first, ahead: distance(first.sequence, old.responderNext) };
    }
  }
  return undefined;
}
