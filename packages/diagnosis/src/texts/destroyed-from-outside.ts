import { type Fit, type LookAlike, verdictOf, type Weighed } from '@fivewhys/evidence';
import { evidenceOf, type Statement } from '@fivewhys/host';
import { socketDestroyed as entry } from '../catalogue/socket-destroyed.ts';
import type { ConnectionSubject } from '../subject.ts';

const cause = 'socket-destroyed';
/** What an abort of one live socket is taken for by its packets alone. */
const byPackets: readonly string[] = ['application-abort', 'linger-zero', 'unread-data', 'process-killed'];
/** The kernel's reason of a RST of which the socket was still open (tcp_abort in net/ipv4/tcp.c). */
const stillOpen = 'TCP_STATE in ';

/**
 * Whoever aborts a live socket, its RST is the same packet. Where the host's kernel says that the socket was still open when it sent the RST, it was not closed by its program but destroyed
 * from outside; and where its counters of closes that abort stood still while it sent RSTs, that is what is left, but for a program that disconnects its socket. Undefined where no host says so.
 *
 * @param ask what the hosts of the call say of a cause
 */
export function destroyedFromOutside(
  weighed: Weighed,
  { connection, reset }: ConnectionSubject,
  ask: (cause: string) => readonly Statement[],
): Weighed | undefined {
  if (reset?.kind !== 'C' || reset.from !== 'responder' || !byPackets.includes(weighed.cause)) return undefined;
  const byTrace = ask(cause).find(
    ({ name, effect, strength }) => effect === 'raises' && strength === 'connection' && name.startsWith(stillOpen),
  );
  const byCounters = byTrace === undefined ? closedByNone(ask) : undefined;
  const said = byTrace === undefined ? byCounters : [byTrace];
  if (said === undefined) return undefined;
  const because = said.map(({ claim }) => claim).join('; ');
  const others: LookAlike[] = [...new Set([weighed.cause, ...byPackets])].map((other) => ({
    cause: other,
    excluded: byTrace !== undefined || other !== 'application-abort',
    because:
      byTrace !== undefined || other !== 'application-abort'
        ? because
        : 'a program that disconnects its socket (connect with AF_UNSPEC) makes the same RST, and counts as little; hardly any does',
  }));
  const fit: Fit = {
    ...weighed.fit,
    directness: 'direct',
    symptom: `${connection.responder.ip} aborted an open connection that its program had not closed`,
    whys: [
      ...weighed.fit.whys.slice(0, -1),
      {
        claim: `The socket was destroyed from outside of its program on ${connection.responder.ip}, as \`ss -K\` or an agent does`,
        // The kernel's own line is quoted with the cause.
        evidence: byTrace === undefined ? said.flatMap((statement) => evidenceOf(statement)) : [],
      },
    ],
    lookAlikes: [
      ...others,
      ...weighed.fit.lookAlikes.filter((alike) => alike.cause !== cause && !byPackets.includes(alike.cause)),
    ],
    remedies: entry.remedies,
    group: 'The responder aborted a connection that its program had not closed',
  };
  const ruledOut = fit.lookAlikes
    .filter(({ excluded }) => excluded)
    .map((alike) => ({ cause: alike.cause, because: alike.because }));
  const isNew = (named: { readonly cause: string }) =>
    named.cause !== cause && !fit.lookAlikes.some((alike) => alike.cause === named.cause);
  return {
    ...weighed,
    cause,
    fit,
    verdict: verdictOf(fit),
    ruledOut: [...ruledOut, ...weighed.ruledOut.filter(isNew)],
    stillPossible: fit.lookAlikes
      .filter(({ excluded }) => !excluded)
      .map((alike) => ({ cause: alike.cause, because: alike.because })),
  };
}

/** The counters that say that no close aborted a socket meanwhile, of the host in question and around the time in question; undefined where they don't. */
function closedByNone(ask: (cause: string) => readonly Statement[]): readonly Statement[] | undefined {
  const onData = ask('linger-zero').find(isStill('TcpExtTCPAbortOnData'));
  const onClose = ask('unread-data').find(isStill('TcpExtTCPAbortOnClose'));
  return onData === undefined || onClose === undefined || ask(cause).some(({ effect }) => effect === 'rules-out')
    ? undefined
    : [onData, onClose];
}

const isStill =
  (counter: string) =>
  ({ name, effect }: Statement): boolean =>
    name === counter && effect === 'rules-out';
