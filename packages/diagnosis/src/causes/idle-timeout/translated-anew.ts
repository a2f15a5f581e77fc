import { RST, SYN } from '@fivewhys/capture';
import { distance, type KeptSegment, type LeftOpen, type LivedSilence } from '@fivewhys/connections';
import type { Fit } from '@fivewhys/evidence';
import { duration, endpointText } from '../../phrases.ts';
import { senderOf } from '../../sender/sender.ts';
import { longSilenceNs } from '../../silence/long-silence.ts';
import type { ConnectionSubject } from '../../subject.ts';
import { idleRemedies } from './idle-remedies.ts';
import { timerBounds } from './timer-bounds.ts';
import { timerEvidence } from './timer-evidence.ts';

/** An originator acknowledges at most so much less than it was sent: what was under way to it when its connection was forgotten. */
const mostUnacknowledgedBytes = 65_535;

interface TranslatedAnew {
  readonly old: LeftOpen;
  readonly first: KeptSegment;
  readonly silenceNs: number;
  /** A shorter silence that passed. */
  readonly lived: LivedSilence | undefined;
}

/**
 * Seen beyond a NAT that forgot an idle connection: its next packet comes from another source, without SYN, and continues the numbers of a connection that was silent. From another port
 * of the same address: the NAT took it for a new one (nf_conntrack_tcp_loose=1, the default of Linux; a new entry chooses its port anew). From another address: the NAT has several, or
 * let the packet out as it came, for what is no connection to it is INVALID (a FIN always, anything with nf_conntrack_tcp_loose=0). Who has no connection for that source resets it,
 * although the old one is still open there. Undefined where it is not that.
 */
export function weighTranslatedAnew(subject: ConnectionSubject): Fit | undefined {
  const anew = translatedAnew(subject);
  const { connection, reset, input } = subject;
  if (anew === undefined || reset === undefined) return undefined;
  const { old, first, silenceNs, lived } = anew;
  const { originator, responder } = connection;
  const target = endpointText(responder);
  const sender = senderOf(subject, reset);
  const under = distance(old.responderNext, first.acknowledgment);
  const isSameAddress = old.originator === originator.key;
  const source = isSameAddress ? `${originator.ip}:${old.originatorPort}` : 'its originator';
  return {
    kind: 'fits',
    directness: 'direct',
    symptom: `A connection to ${target} was reset when it was used again after ${duration(silenceNs)} of silence: it came back from another source ${isSameAddress ? 'port' : 'address'}`,
    sentBy: 'responder',
    whys: [
      {
        claim: `${target} reset a packet of a connection that it does not know`,
        evidence: [
          {
            input,
            frames: [first.frame, reset.frame],
            detail: `no SYN came from ${isSameAddress ? 'port' : `${originator.ip}, port`} ${originator.port}; kind A, ${reset.provokedBecause === '' ? `seq ${reset.sequence}` : reset.provokedBecause}`,
          },
          { input, frames: [reset.frame], detail: sender.because },
        ],
      },
      {
        claim: `The packet belongs to a connection that ${responder.ip} does know, from ${isSameAddress ? `another port of ${originator.ip}: it was translated anew on the way` : `another address (stream ${old.stream}): on the way it was translated otherwise, or not at all`}`,
        evidence: [
          {
            input,
            frames: [old.lastFrame, first.frame],
            detail: `seq ${first.sequence} = what ${source} would send next (stream ${old.stream}); ack ${first.acknowledgment} = ${under === 0 ? 'all' : `${under} bytes less than all`} that it was sent (up to ${old.responderNext})`,
          },
        ],
      },
      {
        claim: `Before it that connection had been silent for ${duration(silenceNs)}; no FIN or RST of its originator had ended it`,
        evidence: [
          {
            input,
            frames: [old.lastFrame, first.frame],
            detail: `from frame ${old.lastFrame}, the last of stream ${old.stream}, to frame ${first.frame}: ${(silenceNs / 1e9).toFixed(3)} s`,
          },
        ],
      },
      {
        claim: `A NAT on the way had forgotten it, and ${isSameAddress ? 'chose another source port for what it took for a new connection' : 'let the packet out as it had come, or chose another address for what it took for a new connection'}; its timer lies ${timerBounds(silenceNs, lived)}`,
        evidence: timerEvidence(input, first.frame, silenceNs, lived),
      },
    ],
    lookAlikes: [
      {
        cause: 'restart',
        excluded: false,
        because:
          'a NAT that was started anew, or whose table was flushed meanwhile, does the same: then connections that were not silent have it, too',
      },
      {
        cause: 'firewall-reject',
        excluded: sender.ttl === 'same',
        because: sender.because,
      },
      {
        cause: 'conntrack-invalid',
        excluded: true,
        because: `${isSameAddress ? 'the packet was translated, and its' : 'the'} numbers fit the connection: INVALID it is only to who has forgotten that`,
      },
      {
        cause: 'anycast-shift',
        excluded: true,
        because: `both connections are in this capture, and reach the same ${responder.ip}`,
      },
    ],
    notes: [
      old.isClosedByResponder
        ? `${responder.ip} had sent the FIN of the old connection (port ${old.originatorPort}) by then, and its originator sent on: that FIN may never have reached it.`
        : `At ${responder.ip} the old connection (port ${old.originatorPort}) stays ESTABLISHED until keep-alive or a time-out of the program ends it.`,
    ],
    next: [
      {
        why: `on ${responder.ip}: it still shows the old connection`,
        command: `ss -tno state established 'sport = :${responder.port} and dport = :${old.originatorPort}'`,
      },
      {
        why: 'on each Linux box between the ends: the time that it gives an idle connection, and whether it picks connections up in the middle',
        command: 'sysctl net.netfilter.nf_conntrack_tcp_timeout_established net.netfilter.nf_conntrack_tcp_loose',
      },
    ],
    remedies: idleRemedies(connection, lived?.silenceNs, silenceNs),
    group: `${target} translated ${isSameAddress ? 'anew' : 'otherwise, or not'}`,
    measures: [{ name: 'seconds idle before it died', value: silenceNs / 1e9 }],
  };
}

function translatedAnew({ connection, reset, surroundings }: ConnectionSubject): TranslatedAnew | undefined {
  const { originator, responder, handshake, segments } = connection;
  if (reset?.kind !== 'A' || reset.from !== 'responder' || handshake.synFrame !== undefined) return undefined;
  const first = segments.find(({ from, flags }) => from === 'originator' && (flags & (SYN | RST)) === 0);
  if (first === undefined || first.frame !== connection.firstFrame || typeof responder.port !== 'number') {
    return undefined;
  }
  const lived = surroundings.lived(responder.key, responder.port);
  for (const old of surroundings.leftOpen(responder.key, responder.port, first.sequence)) {
    const silenceNs = first.instantNs - old.lastInstantNs;
    const behind = distance(old.responderNext, first.acknowledgment);
    const isAnother = old.originator !== originator.key || old.originatorPort !== originator.port;
    if (isAnother && behind >= 0 && behind <= mostUnacknowledgedBytes && silenceNs >= longSilenceNs) {
      return (lived?.silenceNs ?? 0) < silenceNs ? { old, first, silenceNs, lived } : undefined;
    }
  }
  return undefined;
}
