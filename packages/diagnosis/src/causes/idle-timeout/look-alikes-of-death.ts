import type { UnacknowledgedData } from '@fivewhys/connections';
import type { LookAlike } from '@fivewhys/evidence';
import { acceptedAfter } from '../../path/accepted-after.ts';
import { duration } from '../../phrases.ts';
import type { ConnectionSubject } from '../../subject.ts';
import { otherSide } from '../../subject.ts';
import { type Death, isOpen } from './death-of.ts';

/** What else resets or swallows the first packet after a silence. */
export function lookAlikesOfDeath({ connection, surroundings }: ConnectionSubject, death: Death): LookAlike[] {
  const quiet = connection[otherSide(death.speaker)];
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
      because: `no FIN of the ${otherSide(death.speaker)} is in the capture`,
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
