import type { Reset } from '@fivewhys/connections';
import type { Cause, Fit, LookAlike, NextStep, Why } from '@fivewhys/evidence';
import { sshMaxStartups as entry } from '../catalogue/ssh-max-startups.ts';
import { count, duration, endpointText, plural } from '../phrases.ts';
import { otherBoxes } from '../sender/other-boxes.ts';
import { type SenderGuess, senderOf } from '../sender/sender.ts';
import { sshRefusalOf } from '../ssh/ssh-refusal.ts';
import type { ConnectionSubject } from '../subject.ts';

/** sshd drops a connection when it accepts it; what comes later has another reason. */
const atOnceNs = 1e9;

/**
 * sshd turned the connection away: too many were not authenticated yet.
 *
 * Seen: the line "Exceeded MaxStartups" (OpenSSH up to 9.7) or "Not allowed at this time" (from 9.8 on) instead of a banner; or the responder closes or resets right after the handshake
 * and before its banner, while others of the same port get theirs (without such others it is no more than possible). The close is a RST where the originator's banner lies unread.
 *
 * Implies: above the first number of MaxStartups sshd drops new connections, at first some by chance (drop_connection in sshd.c), before it reads a byte of them (server_accept_loop).
 *
 * Alike: `backlog-overflow` (kind A, without the program), `firewall-reject` (another TTL), `process-killed`; host access rules of sshd or its wrappers, a penalty for the source.
 *
 * Settles it: the line itself, or sshd's log ("past MaxStartups").
 *
 * Shown by: captures/ssh-max-startups.pcap.
 */
export const sshMaxStartups: Cause<ConnectionSubject> = {
  id: 'ssh-max-startups',
  title: 'sshd refused more unauthenticated connections',
  weigh(subject) {
    const refusal = sshRefusalOf(subject.connection);
    if (refusal !== undefined) return bySaying(subject, refusal);
    const { reset } = subject;
    if (reset === undefined) return { kind: 'excluded', because: 'sshd said nothing of it, and there is no RST' };
    return bySilence(subject, reset);
  },
};

function bySaying(subject: ConnectionSubject, { frame, text }: { frame: number; text: string }): Fit {
  const { connection, reset, input } = subject;
  const target = endpointText(connection.responder);
  const byLimit = text.includes('MaxStartups');
  return {
    ...common(subject),
    directness: 'direct',
    symptom: `sshd at ${target} turned connections away: "${text}"`,
    sentBy: reset === undefined ? 'responder' : senderOf(subject, reset).sentBy,
    whys: [
      {
        claim: 'The connection ended before the responder had said its banner',
        evidence: [{ input, frames: [frame, ...(reset === undefined ? [] : [reset.frame])], detail: endText(subject) }],
      },
      {
        claim: `sshd itself refused it: "${text}"`,
        evidence: [{ input, frames: [frame], detail: "the responder's first line, where SSH-2.0-… is due" }],
      },
      {
        claim: byLimit
          ? 'More connections were not authenticated yet than MaxStartups (or PerSourceMaxStartups) allows'
          : 'More connections were not authenticated yet than MaxStartups or PerSourceMaxStartups allows, or its source is under a penalty (PerSourcePenalties)',
        evidence: [
          {
            input,
            frames: [frame],
            detail: byLimit
              ? 'the text of OpenSSH up to 9.7 for its limits'
              : 'the text of OpenSSH from 9.8 on; its log says which of them it was',
          },
          ...othersEvidence(subject, frame),
        ],
      },
    ],
    lookAlikes: [
      { cause: 'backlog-overflow', excluded: true, because: 'the program had taken the connection: it wrote to it' },
      { cause: 'firewall-reject', excluded: true, because: 'the responder wrote a line of its own before' },
      ...(byLimit
        ? []
        : [
            {
              cause: 'application-abort',
              excluded: false,
              because:
                'sshd says the same to a source that is under a penalty (PerSourcePenalties): its log names which',
            },
          ]),
    ],
    group: `sshd turned connections away: "${text}"`,
    apart: target,
  };
}

function endText({ connection, reset }: ConnectionSubject): string {
  if (reset === undefined)
    return 'closed by a FIN: what the originator had sent until then had been read, or it had sent nothing';
  const banner = connection.spoken?.originator.ssh;
  if (banner === undefined || banner.frame > reset.frame) return `a RST, kind ${reset.kind}`;
  return reset.kind === 'C'
    ? `a RST of kind C: the originator's banner (frame ${banner.frame}) lay unread when the program closed`
    : `a RST of kind ${reset.kind}: the originator's banner (frame ${banner.frame}) came when the program had closed`;
}

/** No word of sshd: what tells is that others got their banner. */
function bySilence(subject: ConnectionSubject, reset: Reset) {
  const { connection, surroundings, input } = subject;
  const { responder, handshake, spoken, segments } = connection;
  const banner = spoken?.originator.ssh;
  const excluded = (because: string) => ({ kind: 'excluded' as const, because });
  if (banner === undefined && responder.port !== 22) return excluded('nothing in the capture says that it was SSH');
  if (reset.from !== 'responder') return excluded('the RST came from the originator');
  if (reset.effect !== 'accepted' && reset.effect !== 'unknown') return excluded('the RST was not acted on');
  if (reset.before.responder.dataSegments > 0) return excluded('the responder had said something before the RST');
  const ack = segments.find(({ frame }) => frame === handshake.ackFrame);
  if (ack === undefined) return excluded("the handshake's ACK is not in the capture");
  const elapsedNs = reset.instantNs - ack.instantNs;
  if (elapsedNs > atOnceNs)
    return excluded(`the RST came ${duration(elapsedNs)} after the handshake; sshd drops a connection at once`);
  const service = typeof responder.port === 'number' ? surroundings.service(responder.key, responder.port) : undefined;
  const isSomeOfMany = service !== undefined && service.greeted > 0;
  const sender = senderOf(subject, reset);
  if (sender.ttl === 'different') return excluded(sender.because);
  const target = endpointText(responder);
  return {
    ...common(subject),
    directness: isSomeOfMany ? 'direct' : 'indirect',
    symptom: isSomeOfMany
      ? `Some connections to sshd at ${target} were reset before its banner`
      : `A connection to sshd at ${target} was reset before its banner`,
    sentBy: 'responder',
    whys: [
      {
        claim: 'The responder reset the connection right after the handshake, before its banner',
        evidence: [
          {
            input,
            frames: [ack.frame, reset.frame],
            detail: `kind ${reset.kind}, ${duration(elapsedNs)} after the handshake; no payload of the responder`,
          },
          { input, frames: [reset.frame], detail: sender.because },
        ],
      },
      whyOf(subject, reset),
      {
        claim: isSomeOfMany
          ? 'sshd turns connections away above a number of those that are not authenticated yet (MaxStartups)'
          : 'It may be that sshd turned it away, above the number of those that are not authenticated yet (MaxStartups)',
        evidence: othersEvidence(subject, reset.frame),
      },
    ],
    lookAlikes: lookAlikesOf(sender, reset),
    notes: [
      'Access rules (tcp wrappers) and penalties for a source (PerSourcePenalties, OpenSSH 9.8) end a connection at the same point: the log of sshd tells.',
    ],
    group: isSomeOfMany
      ? 'Some connections to sshd were reset before its banner'
      : 'A connection to sshd was reset before its banner',
    apart: target,
    measures: [{ name: "milliseconds from the handshake's ACK to the RST", value: elapsedNs / 1e6 }],
  } satisfies Fit;
}

function whyOf({ connection, input }: ConnectionSubject, reset: Reset): Why {
  const banner = connection.spoken?.originator.ssh;
  return reset.kind === 'C' && banner !== undefined && banner.frame < reset.frame
    ? {
        claim: "Its program closed without reading: the originator's banner lay unread, which makes a RST of the close",
        evidence: [
          {
            input,
            frames: [banner.frame, reset.frame],
            detail: `"${banner.text}" in frame ${banner.frame}; ack ${reset.acknowledgment} of the RST`,
          },
        ],
      }
    : {
        claim: 'Its program had closed the connection, or had never taken it',
        evidence: [
          {
            input,
            frames: [reset.frame],
            detail: `kind ${reset.kind}: ${reset.provokedBecause || reset.effectBecause}`,
          },
        ],
      };
}

function othersEvidence({ connection, surroundings, input }: ConnectionSubject, frame: number) {
  const { key, port } = connection.responder;
  const service = typeof port === 'number' ? surroundings.service(key, port) : undefined;
  if (service === undefined) return [];
  const { accepted, greeted, turnedAway } = service;
  const said = turnedAway === 0 ? '' : `, and ${count(turnedAway)} a refusal`;
  return [
    {
      input,
      frames: [frame],
      detail: `of ${plural(accepted, 'connection')} to the port in this capture ${count(greeted)} got the banner of sshd${said}`,
    },
  ];
}

function lookAlikesOf(sender: SenderGuess, reset: Reset): LookAlike[] {
  return [
    {
      cause: 'backlog-overflow',
      excluded: reset.kind === 'C',
      because:
        reset.kind === 'C'
          ? 'kind C comes from a socket that a program had taken; a full queue makes kind A'
          : 'a full queue makes kind A, too: ListenOverflows tells',
    },
    ...otherBoxes(sender, ['firewall-reject']),
    {
      cause: 'unread-data',
      excluded: false,
      because: 'whatever makes a program close before it reads does the same: access rules, an error of its own',
    },
    {
      cause: 'process-killed',
      excluded: false,
      because: 'the process that had just taken the connection may have ended',
    },
  ];
}

function common({ connection }: ConnectionSubject): Pick<Fit, 'kind' | 'notes' | 'next' | 'remedies' | 'measures'> {
  const next: NextStep[] = [
    {
      why: `run on ${connection.responder.ip}: sshd logs when it begins to drop connections, and with LogLevel VERBOSE each of them`,
      command:
        "journalctl -u ssh -u sshd --since '-1 hour' | grep -iE 'maxstartups|drop connection|penalty|refused connect'",
    },
    {
      why: `run on ${connection.responder.ip}: the limits that are in force`,
      command: 'sshd -T | grep -iE "maxstartups|persource|logingracetime"',
    },
  ];
  return { kind: 'fits', notes: [], next, remedies: entry.remedies, measures: [] };
}
