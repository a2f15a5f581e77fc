import type { Evidence, NextStep, Why } from '@fivewhys/evidence';
import { listed } from '@fivewhys/report/writers';
import { times } from '../words.ts';
import { dearerFrom } from './dearer-from.ts';
import { changeText, fact } from './fact.ts';
import { type IncidentFacts, type RouteChange, riseOf } from './incident-facts.ts';

/** Where nearly all became dearer it is hardly the code of one. */
const nearlyAll = 0.8;

/** Which endpoints became dearer: one or some, or all of them. */
export function routesWhy({ othersRoutes, dearerShare }: IncidentFacts): Why[] {
  const dearer = othersRoutes.filter(({ dearness }) => dearness !== undefined && dearness >= dearerFrom);
  const [first] = dearer;
  if (first === undefined) return [];
  const evidence = othersRoutes.filter(({ dearness }) => dearness !== undefined).map(routeFact);
  if (dearerShare >= nearlyAll && evidence.length > 1) {
    return [{ claim: 'Nearly all endpoints became dearer: the machine, or what all of them share', evidence }];
  }
  const names = listed(
    dearer.map(({ route }) => route),
    3,
  );
  const others = evidence.length > dearer.length ? '; other endpoints did not' : '';
  return [{ claim: `${names} became dearer, for all accounts${others}`, evidence }];
}

function routeFact({ route, units, requests, dearness }: RouteChange): Evidence {
  return fact(
    `${route}: a request cost ${times(dearness ?? 1)} what it did; units per second ${changeText(units)}, requests per second ${changeText(requests)}`,
  );
}

/** What would settle why they became dearer. */
export function dearerNext({ othersRoutes, dearerShare }: IncidentFacts): NextStep[] {
  if (dearerShare >= nearlyAll && othersRoutes.length > 1) {
    return [
      {
        why: 'Whether the machine did less for the same CPU time: what else ran on it, and what its hypervisor took (steal)',
        command: 'vmstat 1 10',
      },
    ];
  }
  const [first] = othersRoutes.filter(({ dearness }) => dearness !== undefined && dearness >= dearerFrom);
  return [
    {
      why: `What changed for ${first?.route ?? 'these endpoints'}: what was deployed before the incident, the data that it works on, a cache or an index that is gone`,
      command: 'git log --since=YESTERDAY',
    },
  ];
}

/** Of a rise that no one thing makes: the endpoints whose use rose most. */
export function spreadWhy({ othersRoutes }: IncidentFacts): Why[] {
  const risen = othersRoutes.filter(({ units }) => riseOf(units) > 0);
  if (risen.length === 0) return [];
  return [
    {
      claim: `Of those whose use did not stand out, ${risen[0]?.route} rose most`,
      evidence: risen.map(({ route, units, requests }) =>
        fact(`${route}: units per second ${changeText(units)}, requests per second ${changeText(requests)}`),
      ),
    },
  ];
}
