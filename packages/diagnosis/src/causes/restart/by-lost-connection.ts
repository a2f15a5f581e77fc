import type { Reset } from '@fivewhys/connections';
import type { Fit, LookAlike, Misfit, Why } from '@fivewhys/evidence';
import { restart as entry } from '../../catalogue/restart.ts';
import { requestEvidence } from '../../http/lost-request.ts';
import { duration, endpointText, plural } from '../../phrases.ts';
import { otherBoxes } from '../../sender/other-boxes.ts';
import type { SenderGuess } from '../../sender/sender.ts';
import type { ConnectionSubject } from '../../subject.ts';
import { type ForgottenByNat, forgottenByNat } from './forgotten-by-nat.ts';
import { type Lost, lostOf } from './lost-of.ts';
import { nextSteps } from './next-steps.ts';

/** A RST of kind A: the responder's host did not know a connection any more that it had held, and never closed. */
export function byLostConnection(subject: ConnectionSubject, reset: Reset, sender: SenderGuess): Fit | Misfit {
  const lost = lostOf(subject, reset);
  if ('kind' in lost) return lost;
  const { connection, input } = subject;
  const { together, refused, absentNs } = lost;
  const target = endpointText(connection.responder);
  const forgotten = forgottenByNat(subject);
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
      claim: `${connection.responder.ip} had no socket for the connection any more, and no FIN of it had come`,
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
    lookAlikes: lookAlikesOf(subject, sender, lost, forgotten),
    notes: [
      'A process that ends closes its connections itself (FIN or RST, at once). That none of it was seen means that the host, container or network went with it, or that its last packets were lost.',
    ],
    next: [...(forgotten === undefined ? [] : [forgotten.next]), ...nextSteps(subject)],
    remedies: entry.remedies,
    group: 'Old connections were reset when they were used again',
    apart: target,
    measures: [
      { name: "seconds from the responder's last packet on the connection to the RST", value: absentNs / 1e9 },
    ],
  };
}

function lookAlikesOf(
  { connection }: ConnectionSubject,
  sender: SenderGuess,
  { together, refused, absentNs }: Lost,
  forgotten: ForgottenByNat | undefined,
): LookAlike[] {
  return [
    ...(forgotten === undefined ? [] : [forgotten.alike]),
    ...(together.length + refused.length > 0
      ? []
      : [
          {
            cause: 'half-open',
            excluded: false,
            because: `${connection.responder.ip} may have forgotten this connection alone: no other one was reset alike`,
          },
          {
            cause: 'keep-alive-race',
            excluded: false,
            because: `${connection.responder.ip} may have closed the connection in the ${duration(absentNs)} before, and its FIN was lost; it would be sent again until it is acknowledged`,
          },
        ]),
    ...otherBoxes(sender, forgotten === undefined ? ['idle-timeout', 'conntrack-invalid'] : ['conntrack-invalid']),
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
