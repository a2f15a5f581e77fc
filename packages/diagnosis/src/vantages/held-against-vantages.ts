import { readSilence } from '@fivewhys/connections';
import type { Cause, Fit, LookAlike, Sender, Weighing, Why } from '@fivewhys/evidence';
import type { CauseId } from '../catalogue.ts';
import { type ConnectionSubject, otherSide } from '../subject.ts';
import type { ResetElsewhere } from './elsewhere.ts';

/** Causes in which the host whose address a RST bears made it, its kernel or a program on it. */
const madeByItsHost: readonly CauseId[] = [
  'application-abort',
  'backlog-overflow',
  'client-abort',
  'closed-port',
  'keep-alive-race',
  'keepalive-dead',
  'late-data',
  'linger-zero',
  'process-killed',
  'socket-destroyed',
  'ssh-max-startups',
  'tls-failure',
  'unread-data',
];

/** Causes in which something else always made it. A box that forgot a connection, or left a packet untranslated, may also make a host reset it. */
const madeByAnother: readonly CauseId[] = ['firewall-reject', 'injected-reset', 'anycast-shift'];

const others: readonly Sender[] = ['firewall', 'middlebox', 'nat-host', 'load-balancer', 'other-edge'];

/** Causes whose finding stands, whoever made the RST. */
const indifferent: readonly string[] = ['harmless', 'undetermined'];

/**
 * A cause that is held against what captures at other places show: where they show that it can't be, it does not fit; where they exclude a look-alike, that is excluded; and
 * what they show is one of its whys. Without such captures it is the cause itself.
 */
export function heldAgainstVantages(cause: Cause<ConnectionSubject>): Cause<ConnectionSubject> {
  return {
    id: cause.id,
    title: cause.title,
    weigh(subject) {
      const weighing = cause.weigh(subject);
      const { elsewhere, reset } = subject;
      if (elsewhere === undefined || weighing.kind !== 'fits') return weighing;
      if (reset === undefined) return silent(cause.id, weighing, subject);
      const seen = elsewhere.resetAt(reset);
      if (seen === undefined) return weighing;
      if (seen.madeBy !== 'unknown') return judged(cause.id, weighing, seen);
      // What a TTL says of who made it holds where it was seen first, and not behind a router's step.
      const isOutdone = seen.comesAsOthers && others.includes(weighing.sentBy);
      if (!isOutdone) return weighing;
      return indifferent.includes(cause.id)
        ? { ...weighing, sentBy: 'unknown' }
        : { kind: 'excluded', because: seen.sentence };
    },
  };
}

function judged(id: string, fit: Fit, seen: ResetElsewhere): Weighing {
  if (!indifferent.includes(id)) {
    const impossible =
      seen.madeBy === 'host'
        ? others.includes(fit.sentBy)
        : fit.sentBy === seen.origin.from || (madeByItsHost as readonly string[]).includes(id);
    if (impossible) return { kind: 'excluded', because: seen.sentence };
    const ruledOut = because(id, seen);
    if (ruledOut !== undefined) return { kind: 'excluded', because: ruledOut };
  }
  if (id === 'undetermined' && seen.madeBy === 'between') {
    // Its last why says from where the RST may have come by this capture alone.
    const why = { claim: claimOf(seen), evidence: [...seen.evidence] };
    return { ...fit, sentBy: 'unknown', whys: [...fit.whys.slice(0, -1), why] };
  }
  return {
    ...fit,
    // Also one that did no harm.
    ...(seen.madeBy === 'between' && fit.sentBy === seen.origin.from ? { sentBy: 'middlebox' as const } : {}),
    whys: withWhy(fit.whys, { claim: claimOf(seen), evidence: [...seen.evidence] }),
    lookAlikes: fit.lookAlikes.map((alike) => heldAgainst(alike, seen)),
  };
}

/** The last why is the root, and stays it. */
function withWhy(whys: readonly Why[], why: Why): Why[] {
  return [...whys.slice(0, -1), why, ...whys.slice(-1)];
}

function heldAgainst(alike: LookAlike, seen: ResetElsewhere): LookAlike {
  if (alike.excluded) return alike;
  const reason = because(alike.cause, seen);
  return reason === undefined ? alike : { ...alike, excluded: true, because: reason };
}

/** Why a cause can't be it, by what is seen at the other places. */
function because(cause: string, seen: ResetElsewhere): string | undefined {
  const { madeBy, sentence, provoker, onCapturedHost } = seen;
  if (madeBy === 'host') return (madeByAnother as readonly string[]).includes(cause) ? sentence : undefined;
  if ((madeByItsHost as readonly string[]).includes(cause)) return sentence;
  if (cause === 'firewall-reject' && provoker === 'arrived') {
    return 'the segment that the RST answers arrived at the last place on its way: a rule that rejects a packet does not let it pass';
  }
  if (cause === 'anycast-shift' && onCapturedHost)
    return `${sentence} That host is on the way to the end, and no other edge.`;
  return undefined;
}

function claimOf({ madeBy, origin }: ResetElsewhere): string {
  return madeBy === 'host'
    ? `Captures at several places show that the ${origin.from}'s host sent the RST`
    : `Captures at several places show that the ${origin.from} did not send the RST: it was made on the way`;
}

/** Nothing answered: where the segments are shown not to have arrived, the silence is not that of the end. */
function silent(id: string, fit: Fit, { elsewhere, connection }: ConnectionSubject): Weighing {
  if (id !== 'firewall-drop') return fit;
  const silence = readSilence(connection);
  const speaker = silence?.kind === 'unacknowledged-data' ? silence.from : 'originator';
  const own = elsewhere?.silencedAfter(speaker);
  const remark = own ?? elsewhere?.silencedAfter(otherSide(speaker));
  if (remark === undefined) return fit;
  // What is rejected on its way back tells the other end alone; what was lost on its way there had no answer to be rejected.
  const excluded = own === undefined ? silentHosts : [...silentHosts, 'firewall-reject'];
  return {
    ...fit,
    directness: 'direct',
    whys: withWhy(fit.whys, {
      claim: 'Captures at several places show that the segments were lost on the way, and where',
      evidence: [...remark.evidence],
    }),
    lookAlikes: fit.lookAlikes.map((alike) =>
      alike.excluded || !(excluded as readonly string[]).includes(alike.cause)
        ? alike
        : { ...alike, excluded: true, because: remark.sentence },
    ),
    notes: [...fit.notes, `Stream ${connection.stream}: ${remark.sentence}`],
  };
}

/** Look-alikes in which the segments arrive, and the host does not answer. */
const silentHosts: readonly CauseId[] = ['restart', 'half-open', 'backlog-overflow', 'process-killed'];
