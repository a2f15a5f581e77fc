import type { Evidence, NextStep, Why } from '@fivewhys/evidence';
import { amount, counted, duration } from '@fivewhys/report/writers';
import type { Stretch } from '../stretch.ts';
import type { Simulation } from '../usage-report.ts';
import { figureOf, percent, timeOf, times, wentTo } from '../words.ts';
import { changeText, fact } from './fact.ts';
import { type IncidentFacts, type RisenAccount, riseOf, timesOf } from './incident-facts.ts';
import { priceTimes } from './parts-of-rise.ts';
import { usualText } from './usual-text.ts';

/** Accounts that are named. */
const named = 5;

/** The symptom: how much the load rose. */
export function riseWhy({ units, requests, stretch, baseline, usual }: IncidentFacts): Why {
  return {
    claim: `The load rose to ${times(timesOf(units))} that of the baseline; the number of requests ${wentTo(timesOf(requests))}`,
    evidence: [
      fact(`units per second: ${changeText(units)}; requests per second: ${changeText(requests)}`),
      fact(usualText(usual)),
      fact(`the incident is ${stretchText(stretch)}, the baseline ${stretchText(baseline)} (UTC)`),
    ],
  };
}

/** Of what: dear requests, on which endpoints. */
export function costWhy(facts: IncidentFacts): Why {
  const { risenOfRequests, risenOfUnits, risenRoutes, routesKnown, risen } = facts;
  const price = priceTimes(facts);
  const beside =
    price === undefined
      ? []
      : [
          fact(
            `${risen.length === 1 ? 'its' : 'their'} requests cost ${times(price)} what those of all others did, on average`,
          ),
        ];
  const routes = risenRoutes.map(({ route, requests, units, share }) =>
    fact(
      `${route}: ${percent(share)} of that use, ${counted(requests, 'request')} at ${figureOf(units / requests)} units on average`,
    ),
  );
  const they = risen.length === 1 ? 'This account' : 'These accounts';
  return {
    claim: `${they} made ${percent(risenOfRequests)} of the requests and ${percent(risenOfUnits)} of the load${routesKnown && risenRoutes[0] !== undefined ? `, mostly on ${risenRoutes[0].route}` : ''}`,
    evidence: [...(routesKnown ? routes : [fact('the records sum up windows, and tell no endpoints')]), ...beside],
  };
}

/** Why limits on requests did not help. */
export function requestLimitWhy({ asManyRequests, risen }: IncidentFacts): Why[] {
  if (asManyRequests === undefined) return [];
  const { perMinute, others, most } = asManyRequests;
  const whom = risen.length === 1 ? 'it' : 'half of them';
  const who = risen.length === 1 ? 'it' : 'the account in the middle of them';
  const beside =
    others === 0
      ? `no other account made more than ${amount(most)} in any minute of either stretch`
      : `${counted(others, 'other account')} made as many in some minute of either stretch, up to ${amount(most)}`;
  const peak = fact(`at its peak ${who} made ${counted(perMinute, 'request')} in a minute; ${beside}`);
  if (others === 0) {
    return [
      {
        claim: `A limit on requests could have stopped ${whom}: no other account made as many in a minute`,
        evidence: [peak],
      },
    ];
  }
  return [
    {
      claim: `A limit on requests lets them through: one that stops ${whom} stops ${counted(others, 'other account')} as well`,
      evidence: [peak],
    },
  ];
}

/** The root: nothing limited their cost; and what a limit would have done. */
export function limitWhy({ limit, risen, stretch }: IncidentFacts): Why[] {
  if (limit === undefined) return [];
  const { simulation, from } = limit;
  const caught = caughtBy(simulation, risen);
  const of = `${figureOf(simulation.limit)} units in ${duration(simulation.windowMs)}`;
  if (caught.length === 0) return [];
  const firstMs = Math.min(...caught.map((one) => one.firstMs));
  const others = simulation.throttledAccounts - caught.length;
  return [
    {
      claim: `Nothing limited what ${risen.length === 1 ? 'it costs' : 'they cost'}: a limit of ${of} would have refused from ${timeOf(firstMs)} on, ${duration(firstMs - stretch.fromMs)} into it, and taken ${percent(simulation.shareOfLoad)} of the load off`,
      evidence: [
        fact(
          `replayed with ${from}: ${caught.length} of ${counted(risen.length, 'account')} refused, ${amount(simulation.throttledRequests)} of ${counted(simulation.requests, 'request')}`,
        ),
        fact(
          others === 0
            ? 'no other account would have been refused anything'
            : `${counted(others, 'other account')} would have been refused something, too`,
        ),
      ],
    },
  ];
}

/** Of a limit that would have caught none of them. */
export function uncaught({ limit, risen }: IncidentFacts): string[] {
  if (limit === undefined || caughtBy(limit.simulation, risen).length > 0) return [];
  const { limit: units, windowMs } = limit.simulation;
  return [
    `A limit of ${figureOf(units)} units in ${duration(windowMs)} would have refused none of them (${limit.from}). Try a lower one with --simulate.`,
  ];
}

function caughtBy({ accounts }: Simulation, risen: readonly RisenAccount[]) {
  const names = new Set(risen.map(({ account }) => account));
  return accounts.filter(({ account }) => names.has(account));
}

/** Whose rise it is. */
export function risenWhy({ risen, risenShare, accounts }: IncidentFacts): Why {
  const rest = risen.length - named;
  return {
    claim: `${percent(risenShare)} of the rise came from ${counted(risen.length, 'account')} of the ${amount(accounts)} that were there`,
    evidence: [
      ...risen.slice(0, named).flatMap(accountEvidence),
      ...(rest > 0 ? [fact(`and ${counted(rest, 'more account')}`)] : []),
    ],
  };
}

/** Requests of those who did not stand out, and what they cost. */
export function pricesWhy({ othersDearness, othersRequests }: IncidentFacts): Why {
  return {
    claim: `The same requests cost ${times(othersDearness ?? 1)} what they did`,
    evidence: [
      fact(
        `accounts that do not stand out made ${times(timesOf(othersRequests))} the requests of before, and paid ${times(othersDearness ?? 1)} for the same routes`,
      ),
    ],
  };
}

export function othersWhy({ othersUnits, othersRequests, accounts, risen, newcomers }: IncidentFacts): Why {
  const new_ = newcomers.unitsPerS / riseOf(othersUnits);
  return {
    claim: `Many accounts asked for more: without those whose use rose most, the other ${amount(accounts - risen.length)} made ${times(timesOf(othersRequests))} the requests`,
    evidence: [
      fact(
        `their units per second: ${changeText(othersUnits)}; their requests per second: ${changeText(othersRequests)}`,
      ),
      fact(
        `${counted(newcomers.accounts, 'account')} of them made no request in the baseline; those use as much as ${percent(new_)} of what came on top`,
      ),
    ],
  };
}

/** Whether that hour is always so busy. */
export function dayBeforeNext({ stretch, baseline }: IncidentFacts): NextStep[] {
  const dayMs = 86_400_000;
  if (baseline.toMs <= stretch.fromMs - dayMs / 2) return [];
  return [
    {
      why: 'Whether it is so every day at that time: the same stretch of the day before as the baseline, if the logs hold it',
      command: `fivewhys usage LOG --incident ${spanText(stretch)} --baseline ${spanText({ fromMs: stretch.fromMs - dayMs, toMs: stretch.toMs - dayMs })}`,
    },
  ];
}

/** As the command takes it. */
function spanText({ fromMs, toMs }: Stretch): string {
  return [fromMs, toMs].map((ms) => new Date(ms).toISOString().replace('.000Z', 'Z')).join('..');
}

function accountEvidence({ account, units, requests, dearest }: RisenAccount): Evidence[] {
  const detail = `${account}: units per second ${changeText(units)}, requests per second ${changeText(requests)}`;
  if (dearest.length === 0) return [fact(detail)];
  return dearest.map(({ input, lines }, index) => ({
    input,
    frames: lines,
    detail: index === 0 ? `${detail}; its dearest requests` : `${account}: dearest requests, too`,
  }));
}

function stretchText({ fromMs, toMs }: Stretch): string {
  return `${timeOf(fromMs)} to ${timeOf(toMs)}`;
}
