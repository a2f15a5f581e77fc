import { SYN } from '@fivewhys/capture';
import { type Connection, distance, type Reset } from '@fivewhys/connections';
import type { Cause, Evidence, Weighing, Why } from '@fivewhys/evidence';
import { injectedReset as entry } from '../catalogue/injected-reset.ts';
import { captureFilter } from '../commands/capture-filter.ts';
import { remediesHere } from '../commands/remedies-here.ts';
import { roundTripNs } from '../path/round-trip.ts';
import { duration, endpointText } from '../phrases.ts';
import { sentAfter } from '../reset/sent-after.ts';
import { type Unprovoked, unprovoked } from '../reset/unprovoked.ts';
import { originOf } from '../sender/origin-of.ts';
import { isSilenceKnown, longSilenceNs, noLongSilence } from '../silence/long-silence.ts';
import { silenceBefore } from '../silence/silence-before.ts';
import type { ConnectionSubject } from '../subject.ts';
import { otherSide } from '../subject.ts';
import { byVantages } from './injected-reset/by-vantages.ts';

/** A live socket counts its IP IDs one by one; some segments may be missing from the capture. */
const mostIpIdStep = 64;
/** So many of the sender's IP IDs must count one by one to say that they do, and the last must not be older. */
const leastCounted = 3;
const mostIpIdAgeNs = 1e9;
/** Where it was made, in words. */
const placeTexts = {
  same: '',
  unknown: '',
  nearer: ', nearer than that end',
  farther: ', farther away than that end',
} as const;

/**
 * Something on the path made the RST in the name of an end.
 *
 * Seen: a RST of none of the shapes that a host makes, or of that of an answer with nothing left to answer, and at least one more sign that the end did not send it: another TTL, an IP ID off the stream's, several RSTs with
 * advancing numbers, data of the real end after it.
 *
 * Implies: a device that watches the connection and writes packets in an end's name. Window 0 and missing timestamps alone are no sign: every kind A has neither
 * (tcp_v4_send_reset).
 *
 * Alike: `firewall-reject` (shape A or B), `application-abort` (the sender is no Linux).
 *
 * Settles it: a capture at the alleged sender.
 *
 * Shown by: captures/injected-reset.pcap.
 */
export const injectedReset: Cause<ConnectionSubject> = {
  id: 'injected-reset',
  title: 'something on the path forged the RST',
  weigh(subject) {
    const alone = weighAlone(subject);
    return alone.kind === 'fits' ? alone : (byVantages(subject) ?? alone);
  },
};

function weighAlone({ connection, reset, input, surroundings }: ConnectionSubject): Weighing {
  if (reset === undefined) return { kind: 'excluded', because: 'there is no RST' };
  if (reset.kind === 'B')
    return {
      kind: 'excluded',
      because: 'a RST of kind B is what a closed port or a REJECT rule answers to a segment without ACK',
    };
  const origin = originOf(connection, surroundings, reset);
  const foreignTtl = origin.place === 'nearer' || origin.place === 'farther';
  const ipIdStep = ipIdOff(connection, reset);
  const isForeignAbort = reset.kind === 'C' && (foreignTtl || ipIdStep !== undefined);
  const nothing = unprovoked(connection, reset);
  if (reset.deviations.length === 0 && !isForeignAbort && nothing === undefined) {
    return { kind: 'excluded', because: `the RST has the shape of kind ${reset.kind}, which a host makes` };
  }
  const gap = silenceBefore(connection, reset.frame, otherSide(reset.from));
  if (gap !== undefined && gap.silenceNs >= longSilenceNs) {
    return {
      kind: 'excluded',
      because: `${duration(gap.silenceNs)} of silence came before: a box that ends idle connections is likelier`,
    };
  }
  const last = connection.segments.findLast(({ frame }) => frame < reset.frame);
  if (last !== undefined && reset.instantNs - last.instantNs >= longSilenceNs) {
    return {
      kind: 'excluded',
      because: `${duration(reset.instantNs - last.instantNs)} of silence came before: an end or a box that gives up an idle connection is likelier`,
    };
  }
  const signs: Evidence[] = [];
  if (foreignTtl) signs.push({ input, frames: [reset.frame], detail: origin.because });
  if (ipIdStep !== undefined) signs.push({ input, frames: [reset.frame], detail: ipIdStep });
  const after = sentAfter(connection, reset.frame, reset.from).filter(({ payloadBytes }) => payloadBytes > 0);
  if (after.length > 0) {
    signs.push({
      input,
      frames: after.slice(0, 4).map(({ frame }) => frame),
      detail: `the ${reset.from} itself sent data after the RST, ${duration((after[0]?.instantNs ?? 0) - reset.instantNs)} later: it knew nothing of it`,
    });
  }
  const several = advancing(connection.resets, reset);
  if (several.length > 1) {
    signs.push({
      input,
      frames: several.map(({ frame }) => frame),
      detail: `${several.length} RSTs with advancing numbers (${several.map(({ sequence }) => sequence).join(', ')}): whoever sent them guessed`,
    });
  }
  if (signs.length === 0) {
    return {
      kind: 'excluded',
      because: `${nothing?.because ?? `the shape is unusual (${reset.deviations.join('; ')})`}, but nothing else says that the ${reset.from} did not send it`,
      untold: origin.place === 'unknown',
    };
  }
  const own = reset.before[reset.from].dataSegments;
  const asked = connection.segments.findLast(
    ({ frame, from, payloadBytes }) => frame < reset.frame && from !== reset.from && payloadBytes > 0,
  );
  const roundTrip = roundTripNs(connection, reset.from);
  const target = endpointText(connection.responder);
  const { ip } = connection[reset.from];
  return {
    kind: 'fits',
    directness: 'direct',
    symptom:
      reset.effect === 'accepted'
        ? `The connection to ${target} was reset by something on the way, in the name of ${ip}`
        : `Something on the way sent a RST into the connection to ${target}, in the name of ${ip}`,
    sentBy: 'middlebox',
    whys: [
      {
        claim: `A RST that bears the ${reset.from}'s address ${reset.effect === 'accepted' ? 'ended the connection' : 'came into the connection'}`,
        evidence: [
          { input, frames: [reset.frame], detail: reset.effectBecause },
          ...(asked === undefined
            ? []
            : [
                {
                  input,
                  frames: [asked.frame, reset.frame],
                  detail: `${duration(reset.instantNs - asked.instantNs)} after data of the ${asked.from}${
                    roundTrip === undefined
                      ? ''
                      : `; the handshake took ${duration(roundTrip)} to the ${reset.from} and back`
                  }`,
                },
              ]),
        ],
      },
      oddity(input, reset, nothing),
      { claim: `The ${reset.from} did not send it: a device on the way forged it`, evidence: signs },
    ],
    lookAlikes: [
      {
        cause: 'firewall-reject',
        excluded: reset.kind !== 'A' || reset.provokedBy === undefined || nothing !== undefined,
        because:
          reset.kind !== 'A'
            ? 'a REJECT rule makes kind A or B'
            : nothing !== undefined
              ? `${nothing.because}: no rule had rejected it`
              : reset.provokedBy === undefined
                ? 'a REJECT rule answers a segment, with its number; none of the capture fits'
                : `a firewall that is no Linux may reject so: ${reset.provokedBecause}`,
      },
      {
        cause: 'application-abort',
        excluded: foreignTtl || after.length > 0,
        because: foreignTtl
          ? origin.because
          : after.length > 0
            ? `a host that had aborted the connection would not have sent ${after.length === 1 ? 'frame' : 'frames'} ${after
                .slice(0, 4)
                .map(({ frame }) => frame)
                .join(', ')}`
            : 'a sender that is no Linux may abort so',
      },
      {
        cause: 'idle-timeout',
        excluded: isSilenceKnown(connection, gap),
        because: noLongSilence(connection, gap),
      },
    ],
    notes: own === 0 ? [`The ${reset.from} had not sent any data before the RST.`] : [],
    next: [
      {
        why: `on ${ip}, the alleged sender: a RST that is not in this capture was made on the way`,
        command: `tcpdump -ni any -s 128 -w ${reset.from}.pcap '${captureFilter(connection)}'`,
      },
      {
        why: 'from the other end: how many routers away the RST comes from is its first TTL (64, 128 or 255) less the one seen; this shows who is there',
        command: `traceroute -T -p ${connection.responder.port} ${connection.responder.ip}`,
      },
    ],
    remedies: remediesHere(entry, connection),
    group: `The connection was reset by something on the way, in the name of the ${reset.from}${placeTexts[origin.place]}`,
    measures: [
      ...(foreignTtl ? [{ name: "the RST's TTL less the end's", value: origin.difference }] : []),
      { name: 'bytes the originator had sent before the RST', value: reset.before.originator.payloadBytes },
    ],
  };
}

/** Why the end in whose name it came did not make it so. */
function oddity(input: number, reset: Reset, nothing: Unprovoked | undefined): Why {
  if (reset.deviations.length > 0) {
    return {
      claim: 'No Linux of today makes a RST of this shape',
      evidence: [{ input, frames: [reset.frame], detail: reset.deviations.join('; ') }],
    };
  }
  return nothing === undefined
    ? {
        claim: 'Its shape is that of a live socket, but it is not from the host that has this socket',
        evidence: [{ input, frames: [reset.frame], detail: `kind C, window ${reset.window}` }],
      }
    : {
        claim: 'Its shape is that of an answer, but there was nothing left to answer',
        evidence: [
          { input, frames: [nothing.arrived.frame, nothing.acknowledged.frame, reset.frame], detail: nothing.because },
        ],
      };
}

/** The IP ID of a RST that claims to come from a live socket against that socket's last ones: only where these count one by one, and not long ago. */
function ipIdOff({ segments }: Connection, reset: Reset): string | undefined {
  if (reset.kind === 'A' || reset.ipId < 0) return undefined;
  const own = segments.filter(
    ({ frame, from, ipId, flags }) => frame < reset.frame && from === reset.from && ipId > 0 && (flags & SYN) === 0,
  );
  const last = own.at(-1);
  if (last === undefined || own.length < leastCounted || reset.instantNs - last.instantNs > mostIpIdAgeNs)
    return undefined;
  const steps = own.slice(1).map(({ ipId }, index) => (ipId - (own[index]?.ipId ?? 0)) & 0xffff);
  if (steps.some((step) => step < 1 || step > mostIpIdStep)) return undefined;
  const step = (reset.ipId - last.ipId) & 0xffff;
  return step >= 1 && step <= mostIpIdStep
    ? undefined
    : `IP ID ${reset.ipId}; the ${reset.from}'s last were ${own
        .slice(-3)
        .map(({ ipId }) => ipId)
        .join(', ')}, and a live socket counts on from there`;
}

/** RSTs of the same end in quick succession whose numbers advance. */
function advancing(resets: readonly Reset[], first: Reset): Reset[] {
  const run: Reset[] = [first];
  for (const reset of resets) {
    const last = run.at(-1) as Reset;
    if (reset.from !== first.from || reset.frame <= last.frame || reset.instantNs - first.instantNs > 1e9) continue;
    if (distance(reset.sequence, last.sequence) > 1) run.push(reset);
  }
  return run;
}
