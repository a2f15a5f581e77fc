import {
  type Connection,
  type IcmpNote,
  type LostAnswer,
  readLostAnswer,
  readSilence,
  type Silence,
} from '@fivewhys/connections';
import type { Fit } from '@fivewhys/evidence';
import { rejectRules } from '../../commands/reject-rules.ts';
import { icmpName, isUnreachable } from '../../path/icmp-names.ts';
import { endpointText } from '../../phrases.ts';
import { lostSymptom, lostWhy } from '../../silence/lost-answer.ts';
import { otherSide } from '../../subject.ts';

const silenceTexts: Readonly<Record<Silence['kind'], string>> = {
  'unanswered-syn': 'its SYN was sent again and again without an answer',
  'unheard-syn-ack': 'SYN and SYN-ACK were sent again and again',
  'repeated-syn-ack': 'its SYN-ACK was sent again although it had been acknowledged',
  'unacknowledged-data': 'data was sent again and again without an answer',
};

/** What all three have in common: a fit that shows only that something is wrong. */
const common = {
  kind: 'fits',
  directness: 'indirect',
  notes: [],
  remedies: [],
  measures: [],
} as const;

/** Looks wrong without a RST: an ICMP error that refuses the connection's segments, a SYN that was answered by an odd ACK, something that was repeated in vain, or an answer that did not arrive. */
export function withoutReset(connection: Connection, input: number): Fit {
  const icmp = connection.icmpErrors.find(({ family, type, code }) => isUnreachable(family, type, code));
  if (icmp !== undefined) return refusedByIcmp(connection, icmp, input);
  const silence = connection.oddAcks === 0 ? readSilence(connection) : undefined;
  if (silence !== undefined) return stuck(connection, silence, input);
  const lost = readLostAnswer(connection);
  return lost === undefined ? oddlyAnswered(connection, input) : unarrived(connection, lost, input);
}

function unarrived(connection: Connection, lost: LostAnswer, input: number): Fit {
  const { originator, responder } = connection;
  return {
    ...common,
    symptom: lostSymptom(connection, lost),
    sentBy: 'unknown',
    whys: [lostWhy(lost, input)],
    lookAlikes: [
      {
        cause: 'firewall-drop',
        excluded: false,
        because: 'something on the way may discard its segments',
        stands: true,
      },
    ],
    next: [
      {
        why: `on ${responder.ip}, while it happens: shows what leaves there, and what is acknowledged`,
        command: `tcpdump -ni any -s 128 'host ${originator.ip} and port ${responder.port}'`,
      },
    ],
    group: 'What the responder sent did not arrive, and the originator closed',
    apart: String(responder.port),
  };
}

function stuck(connection: Connection, silence: Silence, input: number): Fit {
  const target = endpointText(connection.responder);
  const frames = ('tries' in silence ? silence.tries : silence.synAcks).map(({ frame }) => frame);
  return {
    ...common,
    symptom: `The connection to ${target} got stuck: something was sent again and again without an answer`,
    sentBy: 'unknown',
    whys: [
      {
        claim: 'What one end sent was repeated and never answered',
        evidence: [{ input, frames, detail: `sent ${frames.length} times` }],
      },
    ],
    lookAlikes: [{ cause: 'firewall-drop', excluded: false, because: 'something on the way may discard it' }],
    next: [
      {
        why: `on ${connection.responder.ip}, while it happens: shows what arrives there`,
        command: `tcpdump -ni any -s 128 'host ${connection.originator.ip} and port ${connection.responder.port}'`,
      },
    ],
    group: `The connection got stuck: ${silenceTexts[silence.kind]}`,
    apart: String(connection.responder.port),
  };
}

function oddlyAnswered(connection: Connection, input: number): Fit {
  const target = endpointText(connection.responder);
  return {
    ...common,
    symptom: `A connection attempt to ${target} was answered by an ACK that does not fit it`,
    sentBy: 'unknown',
    whys: [
      {
        claim: 'A SYN was answered by a bare ACK that does not acknowledge it: something already holds this 4-tuple',
        evidence: [{ input, frames: [connection.oddAckFrame ?? connection.firstFrame], detail: 'the first such ACK' }],
      },
    ],
    lookAlikes: [
      {
        cause: 'half-open',
        excluded: false,
        because: 'the responder may still hold an older connection of the same 4-tuple',
      },
    ],
    next: [
      {
        why: 'run on the responder while attempts fail: shows the state in which it holds the 4-tuple',
        command: `ss -tan 'dport = :${connection.originator.port}'`,
      },
    ],
    group: 'Connection attempts were answered by an ACK that does not fit them',
    apart: String(connection.responder.port),
  };
}

function refusedByIcmp(connection: Connection, icmp: IcmpNote, input: number): Fit {
  const target = endpointText(connection.responder);
  const name = icmpName(icmp.family, icmp.type, icmp.code);
  return {
    ...common,
    symptom: `Segments for ${target} were refused by an ICMP error: ${name}`,
    sentBy: icmp.source === connection[otherSide(icmp.about)].ip ? otherSide(icmp.about) : 'middlebox',
    whys: [
      {
        claim: `${icmp.source} answered a segment of the ${icmp.about} with "${name}"`,
        evidence: [{ input, frames: [icmp.frame], detail: `it quotes the segment with seq ${icmp.quotedSequence}` }],
      },
    ],
    lookAlikes: [
      {
        cause: 'firewall-reject',
        excluded: false,
        because: 'a REJECT rule answers so; a host or router without a route does too',
      },
    ],
    next: [
      {
        why: `run on ${icmp.source}: shows the rules that reject, with their counters`,
        command: rejectRules,
      },
    ],
    group: `Segments were refused by an ICMP error: ${name}`,
    apart: `${icmp.source} ${connection.responder.port}`,
  };
}
