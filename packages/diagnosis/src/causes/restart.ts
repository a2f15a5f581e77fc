import type { Reset, ResetNote } from '@fivewhys/connections';
import type { Cause, Fit, LookAlike, NextStep, Why } from '@fivewhys/evidence';
import { restart as entry } from '../catalogue/restart.ts';
import { requestEvidence } from '../http/lost-request.ts';
import { beforeIt } from '../journal-window.ts';
import { livedOn } from '../lived-on.ts';
import { otherBoxes } from '../other-boxes.ts';
import { duration, endpointText, kindText, plural } from '../phrases.ts';
import { type SenderGuess, senderOf } from '../sender.ts';
import type { ConnectionSubject } from '../subject.ts';

/** Connections that were open over a restart notice it when each is used again: what lies farther apart is another event. */
const oneEventNs = 120e9;
/** A host whose socket spoke this short a time ago has not begun anew since. */
const shortestAbsenceNs = 0.2e9;

/**
 * The service was restarted, or lost its state.
 *
 * Seen: old connections to one responder get a kind A RST on their next packet, each once, without a FIN, from as far away as before; in between SYNs may be refused; new connections
 * work. Or only that: SYNs are refused for a while on a port that accepts connections before and after.
 *
 * Implies: the host has no socket for these connections any more (RFC 9293 section 3.10.7.1). A process that ends closes its connections itself, so either its last words were lost, or
 * it was the host, the container, or the address that began anew elsewhere.
 *
 * Alike: `anycast-shift` (another machine behind the same address, as far away); `idle-timeout` (another box; its TTL differs); `firewall-reject` on the host itself.
 *
 * Settles it: `uptime` of the host and the start of the process against the instants of the RSTs.
 *
 * Shown by: captures/restart.pcap.
 */
export const restart: Cause<ConnectionSubject> = {
  id: 'restart',
  title: 'the service was restarted or lost its state',
  weigh(subject) {
    const { connection, reset } = subject;
    if (reset === undefined) return { kind: 'excluded', because: 'there is no RST' };
    if (reset.from !== 'responder') return { kind: 'excluded', because: 'the RST came from the originator' };
    const sender = senderOf(subject, reset);
    if (sender.ttl === 'different') return { kind: 'excluded', because: sender.because };
    if (reset.kind === 'B') return ofRefused(subject, reset);
    if (reset.kind !== 'A') {
      return {
        kind: 'excluded',
        because: `the RST is of ${kindText(reset.kind)}: it came from a live socket, not from a host without one`,
      };
    }
    if (reset.effect !== 'accepted' && reset.effect !== 'unknown') {
      return { kind: 'excluded', because: 'the RST was not acted on' };
    }
    if (reset.before.responder.finFrame !== undefined) {
      return { kind: 'excluded', because: 'the responder had closed the connection by a FIN before' };
    }
    const { lastInstantNs, segments } = reset.before.responder;
    if (connection.oddAcks > 0 || segments === 0 || lastInstantNs === undefined) {
      return {
        kind: 'excluded',
        because: 'the capture does not show that the responder ever held the connection',
        untold: connection.handshake.synFrame === undefined,
      };
    }
    const lived = livedOn(connection, reset);
    if (lived !== undefined) return { kind: 'excluded', because: `${lived.because}: it had not lost the connection` };
    const together = togetherWith(subject, reset);
    const refused = refusedBetween(subject, lastInstantNs, reset.instantNs);
    const absentNs = reset.instantNs - lastInstantNs;
    if (absentNs < shortestAbsenceNs) {
      return {
        kind: 'excluded',
        because: `the responder's own packets came until ${duration(absentNs)} before the RST: it had the connection then`,
      };
    }
    return ofLost(subject, { reset, sender, together, refused, absentNs });
  },
};

interface Lost {
  readonly reset: Reset;
  readonly sender: SenderGuess;
  readonly together: readonly ResetNote[];
  readonly refused: readonly ResetNote[];
  /** From the responder's last own packet to the RST. */
  readonly absentNs: number;
}

/** Other connections to the same port that lost their state about the same time. */
function togetherWith({ connection, surroundings }: ConnectionSubject, reset: Reset): ResetNote[] {
  return surroundings
    .resetsOf(connection.responder.key)
    .filter(
      (note) =>
        note.stream !== connection.stream &&
        note.kind === 'A' &&
        note.from === 'responder' &&
        !note.afterFin &&
        note.service === connection.responder.port &&
        note.ttl === reset.ttl &&
        Math.abs(note.instantNs - reset.instantNs) <= oneEventNs,
    );
}

function refusedBetween({ connection, surroundings }: ConnectionSubject, fromNs: number, toNs: number): ResetNote[] {
  return surroundings
    .resetsOf(connection.responder.key)
    .filter(
      ({ kind, service, instantNs }) =>
        kind === 'B' && service === connection.responder.port && instantNs > fromNs && instantNs < toNs,
    );
}

function ofLost(subject: ConnectionSubject, lost: Lost): Fit {
  const { connection, input } = subject;
  const { reset, sender, together, refused, absentNs } = lost;
  const target = endpointText(connection.responder);
  const whys: Why[] = [
    {
      claim: 'A connection that had worked was reset by the first packet that it was used for again',
      evidence: [
        {
          input,
          frames: [...(reset.provokedBy === undefined ? [] : [reset.provokedBy]), reset.frame],
          detail: `${reset.provokedBecause === '' ? reset.effectBecause : reset.provokedBecause}; the last that the responder had sent was ${duration(absentNs)} before`,
        },
        ...requestEvidence(subject, reset.provokedBy),
      ],
    },
    {
      claim: `${connection.responder.ip} had no socket for the connection any more, although it had never closed it`,
      evidence: [
        {
          input,
          frames: [reset.frame],
          detail:
            'kind A: what a host sends for a connection that it does not know; no FIN of the responder came before',
        },
        { input, frames: [reset.frame], detail: sender.because },
      ],
    },
  ];
  const evidence = [
    ...(together.length === 0
      ? []
      : [
          {
            input,
            frames: [reset.frame, ...together.map(({ frame }) => frame)].sort((a, b) => a - b),
            detail: `${plural(together.length, 'other connection')} to the port ${together.length === 1 ? 'was' : 'were'} reset alike`,
          },
        ]),
    ...(refused.length === 0
      ? []
      : [
          {
            input,
            frames: refused.map(({ frame }) => frame),
            detail: `${plural(refused.length, 'SYN')} to the port ${refused.length === 1 ? 'was' : 'were'} refused in between: for a while nobody listened`,
          },
        ]),
  ];
  whys.push({
    claim:
      evidence.length > 0
        ? 'The service, its host, its container or the holder of its address began anew, and lost all connections'
        : 'The service, its host, its container or the holder of its address may have begun anew, and lost its connections',
    evidence:
      evidence.length > 0 ? evidence : [{ input, frames: [reset.frame], detail: 'only this connection shows it' }],
  });
  return {
    kind: 'fits',
    directness: evidence.length > 0 ? 'direct' : 'indirect',
    symptom: `An old connection to ${target} was reset when it was used again`,
    several: `Old connections to ${target} were reset when they were used again`,
    sentBy: 'responder',
    whys,
    lookAlikes: lookAlikesOf(subject, lost),
    notes: [
      'A process that ends closes its connections itself (FIN or RST, at once). That none of it was seen means that the host, container or network went with it, or that its last packets were lost.',
    ],
    next: nextSteps(subject),
    remedies: entry.remedies,
    group: 'Old connections were reset when they were used again',
    apart: target,
    measures: [
      { name: "seconds from the responder's last packet on the connection to the RST", value: absentNs / 1e9 },
    ],
  };
}

function lookAlikesOf({ connection }: ConnectionSubject, { sender, refused }: Lost): LookAlike[] {
  return [
    ...otherBoxes(sender, ['idle-timeout', 'conntrack-invalid']),
    refused.length > 0
      ? {
          cause: 'anycast-shift',
          excluded: true,
          because: 'SYNs to the same port were refused in between: the service was away',
        }
      : {
          cause: 'anycast-shift',
          excluded: false,
          because: 'another machine behind the same address, at the same distance, would answer so, too',
        },
    {
      cause: 'firewall-reject',
      excluded: false,
      because: `a stateful firewall on ${connection.responder.ip} itself that lost its state, and rejects what it does not know, makes the same packets`,
    },
    {
      cause: 'process-killed',
      excluded: true,
      because: 'a process that ends has its connections closed at once, by a FIN or a RST of kind C; none came',
    },
  ];
}

/** A SYN that was refused although the port accepts connections before and after. */
function ofRefused(subject: ConnectionSubject, reset: Reset) {
  const { connection, surroundings, input } = subject;
  const { key, port } = connection.responder;
  const service = typeof port === 'number' ? surroundings.service(key, port) : undefined;
  if (
    connection.ending !== 'rejected' ||
    reset.effect !== 'accepted' ||
    service === undefined ||
    service.firstInstantNs > reset.instantNs ||
    service.lastInstantNs < reset.instantNs
  ) {
    return {
      kind: 'excluded' as const,
      because: 'the port did not accept connections both before and after the refusal',
    };
  }
  const target = endpointText(connection.responder);
  const lost = surroundings
    .resetsOf(key)
    .filter((note) => note.kind === 'A' && !note.afterFin && note.from === 'responder' && note.service === port);
  const aborted = surroundings
    .resetsOf(key)
    .filter(
      (note) =>
        note.kind === 'C' && note.from === 'responder' && note.service === port && note.instantNs < reset.instantNs,
    );
  const others = [...aborted, ...lost];
  return {
    kind: 'fits',
    directness: 'direct',
    symptom: `A connection attempt to ${target} was refused, and others were accepted before and after`,
    several: `Connection attempts to ${target} were refused for a while, and accepted before and after`,
    sentBy: 'responder',
    whys: [
      {
        claim: 'The attempt was refused: at that moment nobody listened on the port',
        evidence: [
          {
            input,
            frames: [reset.provokedBy ?? connection.firstFrame, reset.frame],
            detail: `kind B: ${reset.provokedBecause}`,
          },
        ],
      },
      {
        claim: 'The service was between two lives: it was stopped or had crashed, and came back',
        evidence: [
          {
            input,
            frames: [reset.frame],
            detail: `${plural(service.accepted, 'connection')} to the port accepted in the capture, the first ${duration(reset.instantNs - service.firstInstantNs)} before, the last ${duration(service.lastInstantNs - reset.instantNs)} after`,
          },
          ...(others.length === 0
            ? []
            : [
                {
                  input,
                  frames: others.map(({ frame }) => frame),
                  detail: `${plural(others.length, 'connection')} of the port ${others.length === 1 ? 'was' : 'were'} reset besides, as it lost them`,
                },
              ]),
        ],
      },
    ],
    lookAlikes: [
      {
        cause: 'closed-port',
        excluded: true,
        because: `the port accepted connections before and after: it was closed only for a while`,
      },
      {
        cause: 'firewall-reject',
        excluded: false,
        because: `a REJECT rule on ${connection.responder.ip} that was there for a while makes the same packets`,
      },
      {
        cause: 'process-killed',
        excluded: aborted.length === 0,
        because:
          aborted.length === 0
            ? 'no connection of the port was aborted before'
            : 'connections of the port were aborted before: its process may have been killed',
      },
    ],
    notes: [],
    next: nextSteps(subject),
    remedies: entry.remedies,
    group: 'Connection attempts were refused for a while, and accepted before and after',
    apart: target,
    measures: [
      {
        name: 'seconds from the first accepted connection to the refusal',
        value: (reset.instantNs - service.firstInstantNs) / 1e9,
      },
    ],
  } satisfies Fit;
}

function nextSteps({ connection }: ConnectionSubject): NextStep[] {
  const { ip, port } = connection.responder;
  return [
    {
      why: `run on ${ip}: whether the host, or the process that listens now, is younger than the connections that were reset`,
      command: `uptime -s; ps -o pid,lstart,cmd -p "$(ss -Hltnp 'sport = :${port}' | grep -o 'pid=[0-9]*' | cut -d= -f2 | sort -u | paste -sd,)"`,
    },
    {
      why: `run on ${ip} if neither is: whether the address moved here from another host`,
      command: `journalctl ${beforeIt} | grep -iE 'keepalived|vrrp|MASTER STATE|gratuitous'; ip -d addr show to ${ip}`,
    },
  ];
}
