import { type Fit, type Remedy, verdictOf, type Weighed } from '@fivewhys/evidence';
import type { Statement } from '@fivewhys/host';
import { firewallReject as entry } from '../catalogue/firewall-reject.ts';
import { rejectRules } from '../commands/reject-rules.ts';
import { remediesHere } from '../commands/remedies-here.ts';
import type { ConnectionSubject } from '../subject.ts';

const cause = 'firewall-reject';
/** It counts each RST that the kernel sends of itself, and none of a REJECT rule (nf_reject_ipv4.c, nf_send_reset). */
const counter = 'TcpOutRsts';

/**
 * A RST of a port where nobody listens and one of a REJECT rule on the same host are the same packet: packets alone make that `closed-port`. Where that host's counter shows
 * that its kernel sent no RST meanwhile, it is the rule. Undefined where it does not.
 *
 * @param statements what the hosts of the call say of `closed-port`
 */
export function rejectedByOwnRule(
  weighed: Weighed,
  { connection }: ConnectionSubject,
  statements: readonly Statement[],
): Weighed | undefined {
  if (weighed.cause !== 'closed-port' || !weighed.stillPossible.some((named) => named.cause === cause))
    return undefined;
  const said = statements.find(({ effect, name }) => effect === 'rules-out' && name === counter);
  if (said === undefined) return undefined;
  const { ip } = connection.responder;
  const fit: Fit = {
    ...weighed.fit,
    directness: 'direct',
    whys: [
      ...weighed.fit.whys.slice(0, 1),
      {
        claim: `A rule on ${ip} itself rejects such attempts: what it sends looks as if nobody listened, and does not count`,
        evidence: [],
      },
    ],
    lookAlikes: [
      { cause: 'closed-port', excluded: true, because: said.claim },
      ...weighed.fit.lookAlikes.filter((alike) => alike.cause !== cause),
    ],
    next: [{ why: `run on ${ip}: the rule whose counter grows with each attempt is it`, command: rejectRules }],
    remedies: remediesHere(entry, connection).map(onItself),
  };
  return {
    ...weighed,
    cause,
    fit,
    verdict: verdictOf(fit),
    ruledOut: [
      { cause: 'closed-port', because: said.claim },
      ...weighed.ruledOut.filter((named) => named.cause !== cause),
    ],
    stillPossible: fit.lookAlikes.filter(({ excluded }) => !excluded).map(({ cause, because }) => ({ cause, because })),
  };
}

/** What comes to the host itself passes its chain `input`, and none of its chain `forward`. */
function onItself(remedy: Remedy): Remedy {
  const here = (text: string) => text.replaceAll('filter forward', 'filter input');
  return { ...remedy, commands: remedy.commands.map(here), undo: here(remedy.undo) };
}
