import { readSilence } from '@fivewhys/connections';
import { type Fit, verdictOf, type Weighed } from '@fivewhys/evidence';
import type { Statement } from '@fivewhys/host';
import { backlogOverflow as entry } from '../catalogue/backlog-overflow.ts';
import { nextSteps } from '../causes/backlog-overflow/next-steps.ts';
import { remediesHere } from '../commands/remedies-here.ts';
import type { ConnectionSubject } from '../subject.ts';

const cause = 'backlog-overflow';
/** Grows by one for each SYN that comes while the queue is full (tcp_conn_request in net/ipv4/tcp_input.c). */
const counter = 'TcpExtListenOverflows';

/**
 * SYNs that nothing answers look the same whether something on the way drops them or a listener whose accept queue is full: packets alone make that `firewall-drop`. Where a host's
 * counter shows that a queue overflowed meanwhile, at least as often as such an attempt sent its SYN, it is that instead. Undefined where it does not.
 *
 * @param statements what the hosts of the call say of `backlog-overflow`
 */
export function fullQueue(
  weighed: Weighed,
  { connection }: ConnectionSubject,
  statements: readonly Statement[],
): Weighed | undefined {
  if (weighed.cause !== 'firewall-drop' || !weighed.stillPossible.some((named) => named.cause === cause))
    return undefined;
  const silence = readSilence(connection);
  if (silence?.kind !== 'unanswered-syn') return undefined;
  // What happened at some time since boot may have happened long ago.
  const said = statements.find(
    ({ effect, strength, name, count }) =>
      effect === 'raises' && strength !== 'total' && name === counter && count >= BigInt(silence.tries.length),
  );
  if (said === undefined || statements.some(({ effect }) => effect === 'rules-out')) return undefined;
  const { ip, port } = connection.responder;
  const fit: Fit = {
    ...weighed.fit,
    sentBy: 'unknown',
    whys: [
      ...weighed.fit.whys.slice(0, -1),
      {
        claim:
          "A listener's queue of connections that its program has not accepted yet was full: the kernel drops SYNs then, without an answer",
        evidence: [],
      },
    ],
    lookAlikes: [
      {
        cause: 'firewall-drop',
        excluded: false,
        because: `which listener's queue was full the counter does not say: if it was not the one of port ${port}, something drops the SYNs`,
      },
      ...weighed.fit.lookAlikes.filter((alike) => alike.cause !== cause),
    ],
    next: nextSteps(ip, port),
    remedies: remediesHere(entry, connection),
  };
  return {
    ...weighed,
    cause,
    fit,
    verdict: verdictOf(fit),
    stillPossible: fit.lookAlikes.filter(({ excluded }) => !excluded).map(({ cause, because }) => ({ cause, because })),
  };
}
