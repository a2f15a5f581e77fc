import { type Fit, verdictOf, type Weighed } from '@fivewhys/evidence';
import type { Statement } from '@fivewhys/host';
import { conntrackTableFull as entry } from '../catalogue/conntrack-table-full.ts';

const cause = 'conntrack-table-full';
/** Of a host's statements those that say it outright, and those that have other reasons, too. */
const unmistakable = 'conntrack-table-full';
const telling = [unmistakable, 'conntrack.drop', 'conntrack.early_drop'];

/**
 * SYNs that nothing answers look the same whether a rule drops them or a full connection tracking table: packets alone make that `firewall-drop`. Where a host of the call says that
 * its table was full at that time, it is that instead. Undefined where no host says so.
 *
 * @param statements what the hosts of the call say of `conntrack-table-full`
 */
export function fullTable(weighed: Weighed, statements: readonly Statement[]): Weighed | undefined {
  if (weighed.cause !== 'firewall-drop' || !weighed.stillPossible.some((named) => named.cause === cause))
    return undefined;
  // What happened at some time since boot may have happened long ago.
  const said = statements.filter(
    ({ effect, strength, name }) => effect === 'raises' && strength !== 'total' && telling.includes(name),
  );
  if (said.length === 0 || statements.some(({ effect }) => effect === 'rules-out')) return undefined;
  const fit: Fit = {
    ...weighed.fit,
    directness: said.some(({ name }) => name === unmistakable) ? 'direct' : 'indirect',
    sentBy: 'unknown',
    whys: [
      ...weighed.fit.whys.slice(0, -1),
      {
        claim:
          'A host on the way dropped the packets, for its connection tracking table had no room for another entry: that takes a packet that begins a connection, and lets open ones pass',
        evidence: [],
      },
    ],
    lookAlikes: [
      { cause: 'firewall-drop', excluded: false, because: 'a rule that drops SYNs looks the same' },
      ...weighed.fit.lookAlikes.filter((alike) => alike.cause !== cause),
    ],
    notes: [...weighed.fit.notes, 'Whether this connection passes the host whose table was full, no text says.'],
    next: [
      {
        why: 'on that host: shows who fills the table, and with what',
        command: "conntrack -L -p tcp 2>/dev/null | awk '{print $4}' | sort | uniq -c | sort -rn | head",
      },
      ...weighed.fit.next,
    ],
    remedies: entry.remedies,
  };
  return {
    ...weighed,
    cause,
    fit,
    verdict: verdictOf(fit),
    stillPossible: fit.lookAlikes.filter(({ excluded }) => !excluded).map(({ cause, because }) => ({ cause, because })),
  };
}
