import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { analyzeUsage } from '@fivewhys/usage';
import { baselineOf } from '../src/incident/baseline-of.ts';
import { log, ms, record } from './logs.ts';

const minuteMs = 60_000;
const incident = { fromMs: ms(60 * minuteMs), toMs: ms(70 * minuteMs) };

/** Eighty minutes in which fifty accounts ask once a minute each; what happens in the incident is told by the test. */
function story(during: (minute: number) => readonly unknown[], unattributed = true) {
  const all: unknown[] = [];
  for (let minute = 0; minute < 80; minute++) {
    const isIncident = minute >= 60 && minute < 70;
    for (let account = 0; account < 50; account++) {
      all.push(
        record({ account: `usual-${account}`, atMs: minute * minuteMs + account * 1000, route: 'GET /a', cost: 10 }),
      );
    }
    if (isIncident) all.push(...during(minute));
    if (unattributed) all.push(idle(minute));
  }
  return all;
}

function idle(minute: number) {
  const instant = new Date(ms(minute * minuteMs + 59_000)).toISOString();
  return {
    kind: 'unattributed',
    version: 1,
    instant,
    windowS: 60,
    totalCpuMs: 1100,
    attributedCpuMs: 1000,
    threadCpuMs: 100,
    otherThreadsCpuMs: 0,
    childrenCpuMs: 0,
  };
}

const dear = (minute: number) =>
  [1, 2, 3].map((number) =>
    record({ account: `scraper-${number}`, atMs: minute * minuteMs + 100 * number, route: 'GET /search', cost: 500 }),
  );

/** The same request once more, to another route. */
function twin(value: unknown): readonly unknown[] {
  return (value as { kind: string }).kind === 'request' ? [{ ...(value as object), route: 'GET /b' }] : [];
}

/** What it costs in the incident, on some routes. */
function dearer(value: unknown, routes: readonly string[], times = 3): unknown {
  const { instant, kind, route, cost } = value as { instant: string; kind: string; route: string; cost: number };
  const atMs = Date.parse(instant);
  const isDearer = kind === 'request' && routes.includes(route) && atMs >= incident.fromMs && atMs < incident.toMs;
  return isDearer ? { ...(value as object), cost: times * cost, charged: times * cost } : value;
}

async function explained(values: readonly unknown[]) {
  const { figures } = await analyzeUsage([log(values)], { incident, windowMs: 10 * minuteMs });
  return figures?.incident ?? assert.fail();
}

describe('an incident', () => {
  test('of a few accounts on a dear endpoint is proven to be theirs, with the lines to look it up', async () => {
    const values = story(dear);
    const { finding } = await explained(values);
    assert.deepEqual([finding?.cause, finding?.verdict], ['costly-accounts', 'proven']);
    assert.deepEqual(finding?.accounts.toSorted(), ['scraper-1', 'scraper-2', 'scraper-3']);
    const [rise, whose, where, requests, root] = finding?.whys ?? [];
    assert.match(rise?.claim ?? '', /rose to 4 times .* rose to 1\.06 times/);
    assert.match(whose?.claim ?? '', /100 % of the rise came from 3 accounts of the 53/);
    assert.match(where?.claim ?? '', /mostly on GET \/search/);
    assert.match(requests?.claim ?? '', /A limit on requests lets them through: .* 50 other accounts/);
    assert.match(root?.claim ?? '', /a limit of 100 units in 10 min would have refused from 2026-03-01 11:01:00 on/);
    for (const { frames } of whose?.evidence ?? []) {
      for (const line of frames) assert.match((values[line - 1] as { account: string }).account, /^scraper-/);
    }
    assert.deepEqual(finding?.ruledOut.map(({ cause }) => cause).toSorted(), [
      'busy-accounts',
      'dearer-endpoints',
      'more-load',
      'unattributed-work',
    ]);
  });

  test('is likely, and not proven, where no record tells of unattributed CPU time; and the next step says how to get it', async () => {
    const { finding } = await explained(story(dear, false));
    assert.deepEqual([finding?.cause, finding?.verdict], ['costly-accounts', 'likely']);
    assert.deepEqual(
      finding?.stillPossible.map(({ cause }) => cause),
      ['unattributed-work'],
    );
    assert.match(finding?.next[0]?.command ?? '', /JsonLinesFile/);
  });

  test('in which the same requests of all cost more is one of dearer endpoints', async () => {
    const values = story(() => []).map((value) => {
      const { instant, kind } = value as { instant: string; kind: string };
      const atMs = Date.parse(instant);
      return kind === 'request' && atMs >= incident.fromMs && atMs < incident.toMs
        ? { ...(value as object), cost: 30, charged: 30 }
        : value;
    });
    const { finding } = await explained(values);
    assert.deepEqual([finding?.cause, finding?.verdict], ['dearer-endpoints', 'proven']);
    assert.match(finding?.whys[1]?.claim ?? '', /cost 3 times what they did/);
    assert.equal(finding?.whys.at(-1)?.claim, 'GET /a became dearer, for all accounts');
  });

  test('in which one endpoint costs more is told from one in which all do', async () => {
    for (const { routes, root } of [
      { routes: ['GET /b'], root: /^GET \/b became dearer, for all accounts; other endpoints did not$/ },
      { routes: ['GET /a', 'GET /b'], root: /^Nearly all endpoints became dearer/ },
    ]) {
      const { finding } = await explained(
        story(() => [])
          .flatMap((value) => [value, ...twin(value)])
          .map((value) => dearer(value, routes)),
      );
      assert.deepEqual([finding?.cause, finding?.verdict], ['dearer-endpoints', 'proven']);
      assert.match(finding?.whys.at(-1)?.claim ?? '', root);
    }
  });

  test('in which an endpoint costs more is not theirs who use it most, as long as they ask as often as before', async () => {
    const heavy = [1, 2, 3].flatMap((number) =>
      Array.from({ length: 80 * 30 }, (_, index) =>
        record({ account: `heavy-${number}`, atMs: index * 2000, route: 'GET /a', cost: 10 }),
      ),
    );
    const { finding } = await explained([...story(() => []), ...heavy].map((value) => dearer(value, ['GET /a'])));
    assert.deepEqual([finding?.cause, finding?.verdict], ['dearer-endpoints', 'proven']);
    const accounts = finding?.ruledOut.find(({ cause }) => cause === 'costly-accounts');
    assert.match(accounts?.because ?? '', /as many requests as before, and paid 3 times .* as all others did/);
  });

  test('of one account with many cheap requests is one that a limit on requests sees', async () => {
    const { finding } = await explained(
      story((minute) =>
        Array.from({ length: 600 }, (_, index) =>
          record({ account: 'crawler', atMs: minute * minuteMs + index * 90, route: 'GET /a', cost: 8 }),
        ),
      ),
    );
    assert.deepEqual([finding?.cause, finding?.verdict, finding?.accounts], ['busy-accounts', 'proven', ['crawler']]);
    assert.match(finding?.whys.at(-1)?.claim ?? '', /^A limit on requests could have stopped it/);
    assert.match(
      finding?.remedies[0]?.commands[0] ?? '',
      /requestLimits: \[\{ name: 'all', requests: 1, windowS: 60 \}\]/,
    );
    assert.match(finding?.ruledOut.find(({ cause }) => cause === 'costly-accounts')?.because ?? '', /cost 0\.8 times/);
  });

  test('in which CPU time goes to no account is seen, though requests were charged no more', async () => {
    const values = story(() => []).map((value) => {
      const { kind, instant } = value as { kind: string; instant: string };
      const during = Date.parse(instant) >= incident.fromMs && Date.parse(instant) < incident.toMs;
      return kind === 'unattributed' && during
        ? { ...(value as object), totalCpuMs: 21_000, threadCpuMs: 100, otherThreadsCpuMs: 19_900 }
        : value;
    });
    const { finding } = await explained(values);
    assert.deepEqual([finding?.cause, finding?.verdict], ['unattributed-work', 'proven']);
    assert.match(finding?.next[0]?.command ?? '', /^top -H/);
    assert(finding?.whys.at(-1)?.evidence.some(({ detail }) => /^other threads: 0 before, 332 during/.test(detail)));
  });

  test('in which more is asked, and the busy machine makes all of it somewhat dearer, is more load first of all', async () => {
    const values = story((minute) =>
      Array.from({ length: 200 }, (_, index) =>
        record({ account: `usual-${index % 50}`, atMs: minute * minuteMs + 500 + index, route: 'GET /a', cost: 10 }),
      ),
    ).map((value) => dearer(value, ['GET /a'], 1.3));
    const { finding } = await explained(values);
    assert.equal(finding?.cause, 'more-load');
    const prices = [...(finding?.stillPossible ?? []), ...(finding?.ruledOut ?? [])].find(
      ({ cause }) => cause === 'dearer-endpoints',
    );
    assert.match(prices?.because ?? '', /cost 1\.3 times .*, which makes 27 % of the rise/);
  });

  test('is answered the same however few accounts are listed', async () => {
    const values = story(dear);
    const [few, many] = await Promise.all(
      [1, 1000].map((top) => analyzeUsage([log(values)], { incident, windowMs: 10 * minuteMs, top })),
    );
    assert.deepEqual(few?.figures?.incident, many?.figures?.incident);
  });

  test('in which everybody asks more often is more load', async () => {
    const values = story((minute) =>
      Array.from({ length: 100 }, (_, index) =>
        record({ account: `usual-${index % 50}`, atMs: minute * minuteMs + 500 + index, route: 'GET /a', cost: 10 }),
      ),
    );
    const { finding } = await explained(values);
    assert.equal(finding?.cause, 'more-load');
    assert.deepEqual(finding?.remedies, []);
  });

  test('without a rise, without requests or without a baseline is said, and is no finding', async () => {
    const quiet = await explained(story(() => []));
    assert.deepEqual(
      [quiet.finding, quiet.nothing],
      [undefined, 'the load did not rise: it was as high before, or higher'],
    );
    const { figures } = await analyzeUsage([log([record({}), record({ atMs: 1000 })])], { incident });
    assert.match(figures?.incident?.nothing ?? '', /no request in this stretch/);
    const all = { fromMs: ms(-1), toMs: ms(100 * minuteMs) };
    const whole = await analyzeUsage([log([record({})])], { incident: all });
    assert.match(whole.figures?.incident?.nothing ?? '', /nothing outside of this stretch/);
  });

  test('from records that sum up windows has its accounts, and says that it knows no endpoints', async () => {
    const sums = story(dear).map((value) => {
      const { kind } = value as { kind: string };
      return kind === 'request'
        ? { ...(value as object), kind: 'window', windowS: 30, requests: 1, throttled: 0, refused: 0 }
        : value;
    });
    const { finding } = await explained(sums);
    assert.deepEqual([finding?.cause, finding?.verdict, finding?.accounts.length], ['costly-accounts', 'likely', 3]);
    assert(finding?.whys.some(({ evidence }) => evidence.some(({ detail }) => /tell no endpoints/.test(detail))));
  });

  test('is compared with what is before it, or with what is behind it where that is too little', () => {
    const totals = {
      requests: 1,
      units: 1,
      accounts: 1,
      throttled: 0,
      refused: 0,
      longestSumMs: 0,
      firstMs: 0,
      lastMs: 1000,
    };
    assert.deepEqual(baselineOf({ fromMs: 500, toMs: 600 }, totals), { fromMs: 0, toMs: 500 });
    assert.deepEqual(baselineOf({ fromMs: 50, toMs: 150 }, totals), { fromMs: 150, toMs: 1001 });
    assert.deepEqual(baselineOf({ fromMs: -5, toMs: 2000 }, totals), undefined);
  });
});
