import process from 'node:process';
import { createThrottle } from '@fivewhys/throttle';

/** Nanoseconds to take a request in: account, route, quota, decision, reservation. The fastest of some rounds, as the machine is busy with others. */
export function decisionNs(): number {
  const accounts = Array.from({ length: 10_000 }, (_, index) => `account-${index}`);
  const throttle = createThrottle<string>({ account: (name) => name, random: () => 1 });
  const ending = { status: 200, aborted: false };
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 20; round++) {
    const visits = [];
    const start = process.hrtime.bigint();
    for (const request of accounts) visits.push(throttle.enter(arrivalOf(request)));
    best = Math.min(best, Number(process.hrtime.bigint() - start) / accounts.length);
    for (const visit of visits) throttle.leave(visit, ending);
  }
  void throttle.close();
  return best;
}

function arrivalOf(request: string) {
  return { request, method: 'GET', url: '/x', route: 'GET /x', peer: '192.0.2.1', forwardedFor: undefined };
}
