import { type Fit, verdictOf, type Weighed } from '@fivewhys/evidence';
import { evidenceOf, type Statement } from '@fivewhys/host';
import { halfOpen as entry } from '../catalogue/half-open.ts';
import type { ConnectionSubject } from '../subject.ts';

const cause = 'half-open';
/** Look-alikes that a socket of this very host, aborted while it was open, excludes: others closed this connection, or never had it. */
const excluded: readonly string[] = ['keep-alive-race', 'anycast-shift', 'idle-timeout', 'conntrack-invalid'];

/**
 * A host that forgot one connection answers as one that lost them all, and packets alone make that `restart`. Where its kernel says that it aborted this connection's socket while that was
 * open, and no such RST came, it is what was forgotten, and the host went on. Undefined where it does not say so.
 *
 * @param statements what the hosts of the call say of `socket-destroyed`
 */
export function forgottenAlone(
  weighed: Weighed,
  { connection, reset }: ConnectionSubject,
  statements: readonly Statement[],
): Weighed | undefined {
  if (weighed.cause !== 'restart' || reset?.kind !== 'A') return undefined;
  // Where others were reset alike, or SYNs were refused, it is no look-alike.
  if (!weighed.stillPossible.some((named) => named.cause === cause)) return undefined;
  const said = statements.find(
    ({ name, effect, strength }) =>
      effect === 'raises' && strength === 'connection' && name.startsWith('TCP_STATE in '),
  );
  if (said === undefined) return undefined;
  const { ip } = connection.responder;
  const because = `the kernel of ${ip} aborted the socket of this connection while it was open`;
  const fit: Fit = {
    ...weighed.fit,
    directness: 'direct',
    whys: [
      ...weighed.fit.whys.slice(0, -1),
      {
        claim: `${ip} had forgotten the connection: its socket was destroyed from outside of its program, and the RST that went with it did not arrive`,
        evidence: evidenceOf(said),
      },
    ],
    lookAlikes: [
      {
        cause: 'restart',
        excluded: false,
        because: 'the same hand may have taken all connections of the host: only this one is in the captures',
      },
      ...weighed.fit.lookAlikes
        .filter((alike) => alike.cause !== cause && alike.cause !== 'restart')
        .map((alike) =>
          excluded.includes(alike.cause) && !alike.excluded ? { ...alike, excluded: true, because } : alike,
        ),
    ],
    notes: [],
    next: [
      {
        why: `on ${ip}: rules that drop RSTs on their way out, or this host's, keep the other end from being told`,
        command: 'nft -a list ruleset; iptables-save -c',
      },
    ],
    remedies: entry.remedies,
  };
  const named = (isExcluded: boolean) =>
    fit.lookAlikes
      .filter((alike) => alike.excluded === isExcluded)
      .map((alike) => ({ cause: alike.cause, because: alike.because }));
  const isWeighed = (other: { readonly cause: string }) =>
    other.cause === cause || fit.lookAlikes.some((alike) => alike.cause === other.cause);
  return {
    ...weighed,
    cause,
    fit,
    verdict: verdictOf(fit),
    ruledOut: [...named(true), ...weighed.ruledOut.filter((other) => !isWeighed(other))],
    stillPossible: named(false),
  };
}
