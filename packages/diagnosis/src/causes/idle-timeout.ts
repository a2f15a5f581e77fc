import { type LivedSilence, type Reset, readSilence, type Side, type UnacknowledgedData } from '@fivewhys/connections';
import type { Cause, LookAlike, Misfit, NextStep, Why } from '@fivewhys/evidence';
import { requestEvidence } from '../http/lost-request.ts';
import { idleRemedies } from '../idle-remedies.ts';
import { timersText } from '../idle-timers.ts';
import { knownTimers } from '../known-timers.ts';
import { oddSegmentBefore } from '../odd-segment.ts';
import {
  acceptedAfter,
  captureFilter,
  type Gap,
  isSilenceKnown,
  longSilenceNs,
  noLongSilence,
  type Origin,
  originOf,
  otherEnd,
  silenceBefore,
} from '../path-facts.ts';
import { duration, endpointText } from '../phrases.ts';
import type { ConnectionSubject } from '../subject.ts';
import { weighTranslatedAnew } from '../translated-anew.ts';

/** Where no TTL tells of a box, only a silence that a known timer ends suggests one. */
const shortestTimerNs = Math.min(...knownTimers.map(({ seconds }) => seconds)) * 1e9;

/**
 * A NAT, firewall or balancer forgot the connection while it was idle.
 *
 * Seen: a silence, and the first packet after it is answered by a RST from a nearer box, or by nothing. Shorter silences passed. Behind a NAT that picks connections up in the
 * middle: a connection without SYN from another source port, which continues the numbers of one that was silent, and is reset (translated-anew.ts).
 *
 * Implies: the box dropped its entry when the timer ran out; what comes then is to it a packet without a connection. The end behind the box keeps its socket ESTABLISHED.
 *
 * Alike: `conntrack-invalid` (no silence, an odd packet), `restart` (TTL of the end; busy connections, too), `keep-alive-race` (a FIN before), `firewall-reject` and
 * `firewall-drop` (a rule that was changed meanwhile).
 *
 * Settles it: the silences of all connections side by side; they part at one length.
 *
 * Shown by: captures/idle-timeout-rst.pcap, captures/idle-timeout-silent.pcap, captures/idle-timeout-snat.pcap.
 */
export const idleTimeout: Cause<ConnectionSubject> = {
  id: 'idle-timeout',
  title: 'a NAT, firewall or balancer forgot an idle connection',
  weigh(subject) {
    const { connection, surroundings, reset, input } = subject;
    const anew = weighTranslatedAnew(subject);
    if (anew !== undefined) return anew;
    const death = deathOf(subject);
    if ('because' in death) return death;
    const { gap, speaker } = death;
    const port = connection.responder.port;
    const lived = typeof port === 'number' ? surroundings.lived(connection.responder.key, port) : undefined;
    if (lived !== undefined && lived.silenceNs >= gap.silenceNs) {
      return {
        kind: 'excluded',
        because: `a longer silence passed: stream ${lived.stream} lived on after ${duration(lived.silenceNs)} (frame ${lived.frame}), this one ended after ${duration(gap.silenceNs)}`,
      };
    }
    const target = endpointText(connection.responder);
    const byReset = reset !== undefined && death.kind === 'reset';
    return {
      kind: 'fits',
      directness: isOpen(death) ? 'indirect' : 'direct',
      symptom: byReset
        ? `The connection to ${target} was reset when it was used again after ${duration(gap.silenceNs)} of silence`
        : `The connection to ${target} was dead when it was used again after ${duration(gap.silenceNs)} of silence`,
      sentBy: byReset && !isOpen(death) ? 'middlebox' : 'unknown',
      whys: whysOf(subject, death, lived),
      lookAlikes: lookAlikesOf(subject, death),
      notes: [],
      next: nextSteps(subject, speaker),
      remedies: idleRemedies(connection, lived?.silenceNs, gap.silenceNs),
      group: `The connection was ${byReset ? 'reset' : 'dead'} when it was used again after a silence`,
      measures: [
        { name: 'seconds idle before it died', value: gap.silenceNs / 1e9 },
        ...(lived === undefined
          ? []
          : [
              {
                name: 'longest silence in seconds that a connection to the same port outlived',
                value: lived.silenceNs / 1e9,
              },
            ]),
      ],
    };

    function whysOf(of: ConnectionSubject, died: Death, outlived: LivedSilence | undefined): Why[] {
      const { before, after, silenceNs } = died.gap;
      return [
        died.kind === 'reset'
          ? {
              claim: isOpen(died)
                ? 'The first packet after the silence was answered by a RST; whether the other end made it is not in the evidence'
                : 'The first packet after the silence was answered by a RST that the other end did not make',
              evidence: [
                {
                  input,
                  frames: [...new Set([died.reset.provokedBy ?? after.frame, died.reset.frame])],
                  detail: `${died.reset.provokedBecause === '' ? '' : `${died.reset.provokedBecause}; `}${died.origin.because}`,
                },
                ...requestEvidence(of, died.reset.provokedBy),
              ],
            }
          : {
              claim: `What the ${died.speaker} sent after the silence was never answered`,
              evidence: [
                {
                  input,
                  frames: died.silence.tries.map(({ frame }) => frame),
                  detail: `sent ${died.silence.tries.length} times within ${duration(spanNs(died.silence))}; nothing from ${of.connection[otherEnd(died.speaker)].ip} in this connection after frame ${before.frame}`,
                },
                ...requestEvidence(of, died.silence.tries[0]?.frame),
              ],
            },
        {
          claim: `Before it the connection had been silent for ${duration(silenceNs)}`,
          evidence: [
            {
              input,
              frames: [before.frame, after.frame],
              detail: `nothing between frames ${before.frame} and ${after.frame}: ${(silenceNs / 1e9).toFixed(3)} s`,
            },
          ],
        },
        {
          claim: `A box on the way ${isOpen(died) ? 'may have forgotten the idle connection; its timer would lie' : 'forgets idle connections; its timer lies'} ${
            outlived === undefined
              ? `below ${duration(silenceNs)}`
              : `between ${duration(outlived.silenceNs)} and ${duration(silenceNs)}`
          }`,
          evidence: [
            ...(outlived === undefined
              ? []
              : [
                  {
                    input,
                    frames: [outlived.frame],
                    detail: `the longest silence that a connection to the same port outlived: ${duration(outlived.silenceNs)} (stream ${outlived.stream})`,
                  },
                ]),
            { input, frames: [after.frame], detail: timersText(silenceNs, outlived?.silenceNs) },
          ],
        },
      ];
    }
  },
};

type Death = DeathByReset | DeathBySilence;

interface DeathByReset {
  readonly kind: 'reset';
  readonly gap: Gap;
  /** Who spoke first after the silence. */
  readonly speaker: Side;
  readonly reset: Reset;
  readonly origin: Origin;
}

interface DeathBySilence {
  readonly kind: 'silence';
  readonly gap: Gap;
  readonly speaker: Side;
  readonly silence: UnacknowledgedData;
}

function spanNs({ tries }: UnacknowledgedData): number {
  return (tries.at(-1)?.instantNs ?? 0) - (tries[0]?.instantNs ?? 0);
}

/** Who made the RST is not in the evidence: a text without TTLs, or one that holds nothing else of that end. */
function isOpen(death: Death): boolean {
  return death.kind === 'reset' && death.origin.place === 'unknown';
}

/** How the connection died after a silence, or why that is not what happened. */
function deathOf({ connection, reset, surroundings }: ConnectionSubject): Death | Misfit {
  const misfit = (because: string, untold = false): Misfit => ({ kind: 'excluded', because, untold });
  if (connection.half.originator.dataSegments + connection.half.responder.dataSegments === 0) {
    return misfit('no payload of the connection is in the capture');
  }
  const silence = readSilence(connection);
  if (
    silence?.kind === 'unacknowledged-data' &&
    (reset === undefined || reset.from === silence.from || reset.effect !== 'accepted')
  ) {
    const first = silence.tries[0];
    const gap = first === undefined ? undefined : silenceBefore(connection, first.frame + 1, silence.from);
    if (gap === undefined || gap.silenceNs < longSilenceNs) {
      return misfit(noLongSilence(connection, gap), !isSilenceKnown(connection, gap));
    }
    if (silence.heardSince.length > 0) return misfit('the other end was heard after the silence');
    return { kind: 'silence', gap, speaker: silence.from, silence };
  }
  if (reset === undefined) return misfit('there is neither a RST nor data that stayed unanswered');
  if (reset.kind === 'B') return misfit('the RST answers a segment without ACK, not one of an open connection');
  const speaker = otherEnd(reset.from);
  const gap = silenceBefore(connection, reset.frame, speaker);
  if (gap === undefined || gap.silenceNs < longSilenceNs) {
    const last = connection.segments.findLast(({ frame }) => frame < reset.frame);
    const quietNs = last === undefined ? 0 : reset.instantNs - last.instantNs;
    if (quietNs >= longSilenceNs) {
      return misfit(
        `the RST came by itself, ${duration(quietNs)} after the last packet: it answers nothing that was sent too late`,
      );
    }
    return misfit(noLongSilence(connection, gap), !isSilenceKnown(connection, gap));
  }
  if (reset.before[reset.from].finFrame !== undefined) return misfit(`the ${reset.from} had sent its FIN before`);
  const origin = originOf(connection, surroundings, reset);
  const mayBeTimer = origin.place === 'unknown' && reset.kind === 'A' && gap.silenceNs >= shortestTimerNs;
  if (origin.place !== 'nearer' && !mayBeTimer) {
    return misfit(`no sign of a box on the way: ${origin.because}`, origin.place === 'unknown');
  }
  const odd = oddSegmentBefore(connection, reset);
  if (odd !== undefined && !odd.oldDuplicate) return misfit(`an odd segment came right before: ${odd.because}`);
  return { kind: 'reset', gap, speaker, reset, origin };
}

function lookAlikesOf({ connection, surroundings }: ConnectionSubject, death: Death): LookAlike[] {
  const quiet = connection[otherEnd(death.speaker)];
  const end = death.kind === 'reset' ? death.reset.instantNs : (death.silence.tries.at(-1)?.instantNs ?? 0);
  const accepted = acceptedAfter(connection, surroundings, end);
  const common: LookAlike[] = [
    {
      cause: 'conntrack-invalid',
      excluded: true,
      because: 'what came after the silence is an ordinary segment, not an odd one',
    },
    {
      cause: 'keep-alive-race',
      excluded: true,
      because: `no FIN of the ${otherEnd(death.speaker)} is in the capture`,
    },
  ];
  if (death.kind === 'reset') {
    return [
      ...common,
      isOpen(death)
        ? {
            cause: 'restart',
            excluded: false,
            because: `${death.origin.because}: the other end may have lost the connection itself`,
          }
        : { cause: 'restart', excluded: true, because: death.origin.because },
      {
        cause: 'firewall-reject',
        excluded: accepted !== undefined,
        because:
          accepted ??
          'a rule that was changed during the silence would reject it, too; no new connection to the port afterwards is in the capture',
      },
    ];
  }
  const heard = surroundings.baseline(quiet.key)?.lastInstantNs ?? Number.NEGATIVE_INFINITY;
  const alive =
    heard > end
      ? `${quiet.ip} was heard in another connection ${duration(heard - end)} later: the host lives`
      : undefined;
  return [
    ...common,
    {
      cause: 'restart',
      excluded: alive !== undefined,
      because: alive ?? `${quiet.ip} is not heard after it: the host may have gone`,
    },
    {
      cause: 'firewall-drop',
      excluded: accepted !== undefined,
      because:
        accepted ??
        'a rule that was changed during the silence would drop it, too; no new connection to the port afterwards is in the capture',
    },
    {
      cause: 'path-mtu-black-hole',
      excluded: smallest(death.silence) <= 512,
      because: `what was lost is ${smallest(death.silence)} bytes long`,
    },
  ];
}

function smallest({ tries }: UnacknowledgedData): number {
  return Math.min(...tries.map(({ payloadBytes }) => payloadBytes));
}

function nextSteps({ connection }: ConnectionSubject, speaker: Side): NextStep[] {
  const quiet = connection[otherEnd(speaker)];
  const own = connection[speaker];
  const dst = own.ip.includes(':') ? `[${own.ip}]` : own.ip;
  return [
    {
      why: `on ${quiet.ip}: it still shows the connection as ESTABLISHED if a box on the way forgot it, and nothing if this host did`,
      command: `ss -tano state established 'dst ${dst}'`,
    },
    {
      why: 'on each Linux box between the ends: the time that it gives an idle connection',
      command: 'sysctl net.netfilter.nf_conntrack_tcp_timeout_established net.netfilter.nf_conntrack_tcp_loose',
    },
    {
      why: `on ${quiet.ip}, while it happens: the packets after the silence do not arrive`,
      command: `tcpdump -ni any -s 128 '${captureFilter(connection)}'`,
    },
  ];
}
