import type { Remedy } from '@fivewhys/evidence';
import { counted } from '@fivewhys/report/writers';
import { roundedUp } from '../recommendation/rounded-up.ts';
import type { IncidentFacts } from './incident-facts.ts';

const source = 'docs/throttling.md, and the replay of this log';

/** What to do about a few accounts that cost too much. */
export function remedies({ limit, risen }: IncidentFacts): readonly Remedy[] {
  if (limit === undefined) return [];
  const { limit: units, windowMs, throttledAccounts, accounts } = limit.simulation;
  const names = new Set(risen.map(({ account }) => account));
  const caught = accounts.filter(({ account }) => names.has(account)).length;
  if (caught === 0) return [];
  const plan = `{ units: ${units}, windowS: ${windowMs / 1000} }`;
  const others = throttledAccounts - caught;
  return [
    {
      summary: 'Enforce a quota on cost for every account, a share of them first',
      commands: [`createThrottle({ mode: { enforcePercent: 10 }, plans: { default: ${plan} } })`],
      harm:
        others === 0
          ? 'in this incident it would have refused nobody else; what other days hold, --simulate over a week of logs tells'
          : `in this incident it would have refused ${counted(others, 'other account')}, too; who that is, --simulate lists`,
      verify: `fivewhys usage LOG --simulate ${units}/${windowMs / 1000}s`,
      undo: "mode: 'shadow'",
      source,
    },
    {
      summary: 'Give accounts with a good reason a plan of their own, and talk to the others',
      commands: [
        `createThrottle({ plans: { large: { units: ${units * 10}, windowS: ${windowMs / 1000} } }, plan: (account) => (account === ${JSON.stringify(risen[0]?.account ?? '')} ? 'large' : undefined) })`,
      ],
      harm: 'what such a plan allows, everybody else has to share the machine with',
      verify: 'fivewhys usage LOG: the share of the top 0.1 % of accounts',
      undo: 'remove the plan',
      source,
    },
  ];
}

/** Where requests themselves stand out by their number, a limit of the old kind does as well. */
export function requestLimitRemedy({ asManyRequests }: IncidentFacts): readonly Remedy[] {
  if (asManyRequests === undefined || asManyRequests.others > 0) return [];
  const requests = roundedUp(Math.max(1, asManyRequests.most));
  if (requests >= asManyRequests.perMinute) return [];
  return [
    {
      summary: 'Limit the number of requests of an account, beside the quota on cost',
      commands: [`createThrottle({ requestLimits: [{ name: 'all', requests: ${requests}, windowS: 60 }] })`],
      harm: `nobody else made more than ${counted(asManyRequests.most, 'request')} in a minute of these stretches; it does not see who asks little and costs much`,
      verify: 'fivewhys usage LOG, of a day with it: how many requests were throttled, and whose',
      undo: 'remove the limit',
      source,
    },
  ];
}
