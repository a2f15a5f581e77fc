import { RST, SYN } from '@fivewhys/capture';
import { distance, type KeptSegment, type LeftOpen, type LivedSilence } from '@fivewhys/connections';
import type { Fit } from '@fivewhys/evidence';
import { idleTimeout as entry } from '../../catalogue/idle-timeout.ts';
import { remediesHere } from '../../commands/remedies-here.ts';
import { duration, endpointText } from '../../phrases.ts';
import { senderOf } from '../../sender/sender.ts';
import { longSilenceNs } from '../../silence/long-silence.ts';
import type { ConnectionSubject } from '../../subject.ts';
import { timersText } from './timers-text.ts';

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
 * Seen beyond a NAT that forgot an idle connection, and took its next packet for a new one: it comes from another source port, without SYN, and continues the numbers of a
 * connection from the same address (nf_conntrack_tcp_loose=1, the default of Linux; a new entry chooses its port anew). Who has no connection for that port resets it, although the
 * old one is still open there. Undefined where it is not that.
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
  return {
    kind: 'fits',
    directness: 'direct',
    symptom: `A connection to ${target} was reset when it was used again after ${duration(silenceNs)} of silence: it came back from another source port`,
    sentBy: 'responder',
    whys: [
      {
        claim: `${target} reset a packet of a connection that it does not know`,
        evidence: [
          {
            input,
            frames: [first.frame, reset.frame],
            detail: `no SYN came from port ${originator.port}; kind A, ${reset.provokedBecause === '' ? `seq ${reset.sequence}` : reset.provokedBecause}`,
          },
          { input, frames: [reset.frame], detail: sender.because },
        ],
      },
      {
        claim: `The packet belongs to a connection that ${responder.ip} does know, from another port of ${originator.ip}: it was translated anew on the way`,
        evidence: [
          {
            input,
            frames: [old.lastFrame, first.frame],
            detail: `seq ${first.sequence} = what ${originator.ip}:${old.originatorPort} would send next (stream ${old.stream}); ack ${first.acknowledgment} = ${under === 0 ? 'all' : `${under} bytes less than all`} that it was sent (up to ${old.responderNext})`,
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
        claim: `A NAT on the way had forgotten it, and chose another source port for what it took for a new connection; its timer lies ${lived === undefined ? `below ${duration(silenceNs)}` : `between ${duration(lived.silenceNs)} and ${duration(silenceNs)}`}`,
        evidence: [
          ...(lived === undefined
            ? []
            : [
                {
                  input,
                  frames: [lived.frame],
                  detail: `the longest silence that a connection to the same port outlived: ${duration(lived.silenceNs)} (stream ${lived.stream})`,
                },
              ]),
          { input, frames: [first.frame], detail: timersText(silenceNs, lived?.silenceNs) },
        ],
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
        because: 'the packet was translated, and its numbers fit the connection: none that is called INVALID would be',
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
    remedies: remediesHere(entry, connection),
    group: `${target} translated anew`,
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
  for (const old of surroundings.leftOpen(originator.key, responder.key, responder.port)) {
    const silenceNs = first.instantNs - old.lastInstantNs;
    const behind = distance(old.responderNext, first.acknowledgment);
    const isContinued = first.sequence === old.originatorNext && behind >= 0 && behind <= mostUnacknowledgedBytes;
    if (isContinued && old.originatorPort !== originator.port && silenceNs >= longSilenceNs) {
      return (lived?.silenceNs ?? 0) < silenceNs ? { old, first, silenceNs, lived } : undefined;
    }
  }
  return undefined;
}
