import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { analyzeUsage, renderUsage, type UsageOptions } from '@fivewhys/usage';
import { usageReport } from '../schema/usage-report.ts';
import { piecesOf } from '../src/incident/pieces.ts';
import { Chance } from './chance.ts';
import { log, ms, record } from './logs.ts';

const minuteMs = 60_000;
const incident = { fromMs: ms(60 * minuteMs), toMs: ms(70 * minuteMs) };
const plain = { width: 100, color: false, unicode: true };

/**
 * Seventy minutes of requests that come by chance, twenty a minute on average, of thirty accounts, with costs of any size. In the last ten minutes of them they are as many times as many as `times` says:
 * that is the truth which an answer is held against.
 */
function noisy(seed: number, times = 1) {
  const chance = new Chance(seed);
  const values: unknown[] = [];
  for (let atMs = 0; atMs < 70 * minuteMs; ) {
    atMs += (-Math.log(1 - chance.next()) * minuteMs) / (20 * (atMs < 60 * minuteMs ? 1 : times));
    const account = `account-${Math.floor(chance.next() * 30)}`;
    values.push(record({ account, atMs: Math.round(atMs), cost: 10 * Math.exp(0.8 * chance.normal()) }));
  }
  return values;
}

async function reportOn(values: readonly unknown[], options: UsageOptions = {}) {
  const report = await analyzeUsage([log(values)], { incident, windowMs: 10 * minuteMs, ...options });
  return { report, incident: report.figures?.incident ?? assert.fail() };
}

describe('an incident is told from the usual ups and downs', () => {
  test('in logs without one, by chance about once in forty times, and in logs in which the load doubles, always', async () => {
    const outcomes = { quiet: 0, doubled: 0 };
    const logs = 12;
    for (let seed = 1; seed <= logs; seed++) {
      const { incident: quiet } = await reportOn(noisy(seed));
      assert.notEqual(quiet.outcome, 'undecided');
      if (quiet.outcome === 'finding') outcomes.quiet += 1;
      const { incident: doubled } = await reportOn(noisy(seed, 2));
      if (doubled.outcome === 'finding') outcomes.doubled += 1;
      assert.equal(doubled.usual?.pieces, 5);
    }
    assert(outcomes.quiet <= 2, `${outcomes.quiet} findings in ${logs} logs without an incident`);
    assert.equal(outcomes.doubled, logs);
  });

  test('and says so with its figures, in text and JSON, and ends with 0', async () => {
    // Its last ten minutes are a little busier, by chance.
    const { report, incident: none } = await reportOn(noisy(3));
    assert.deepEqual([none.outcome, none.finding], ['none', undefined]);
    const { usual } = none;
    assert(usual !== undefined && usual.duringPerS > usual.meanPerS && usual.duringPerS < usual.usualUpToPerS);
    const text = renderUsage(report, 'text', plain);
    assert.equal(text.exitCode, 0);
    const words = text.output.replace(/\s+/g, ' ');
    assert.match(words, /No incident from 2026-03-01 11:00:00 to 2026-03-01 11:10:00 \(UTC\)/);
    assert.match(words, /within its usual spread: .* by 5 pieces of 10 min of the baseline .*Student’s t/);
    const output = JSON.parse(renderUsage(report, 'json', plain).output);
    assert.deepEqual(usageReport.parse(output), output);
    const { incident: json } = output;
    assert.deepEqual([json.outcome, json.findings, json.usual.pieces, json.usual.method], ['none', [], 5, 'student']);
    assert.match(json.nothing, /^the load is within its usual spread/);
  });

  test('by what the log holds of a baseline, and with a word on a stretch of which it holds a part', async () => {
    const { incident: doubled } = await reportOn(noisy(1, 2), {
      baseline: { fromMs: ms(-600 * minuteMs), toMs: incident.fromMs },
    });
    assert(doubled.baseline.fromMs >= ms(0) && doubled.baseline.fromMs < ms(minuteMs), 'from the first request on');
    assert.equal(doubled.usual?.pieces, 5);
    const day = 24 * 60 * minuteMs;
    const { incident: gone } = await reportOn(noisy(1, 2), { baseline: { fromMs: ms(-day), toMs: ms(-day / 2) } });
    assert.deepEqual([gone.outcome, gone.nothing], ['undecided', 'the log holds no request in the baseline']);
    const { incident: part } = await reportOn(noisy(1), {
      incident: { fromMs: incident.fromMs, toMs: incident.fromMs + 20 * minuteMs },
    });
    assert.equal(part.outcome, 'none');
    assert.match(part.nothing ?? '', /but the log holds only 2026-03-01 11:00:00 to 2026-03-01 11:1/);
  });

  test('by rank where the baseline holds many pieces as long', async () => {
    const minute = { fromMs: ms(69 * minuteMs), toMs: ms(70 * minuteMs) };
    const { incident: found } = await reportOn(noisy(3, 4), {
      incident: minute,
      baseline: { fromMs: ms(0), toMs: incident.fromMs },
    });
    assert.deepEqual([found.outcome, found.usual?.method, found.usual?.pieces], ['finding', 'rank', 59]);
  });

  test('where the load is steady a rise of less than five percent is none', async () => {
    const steady = (extra: number) =>
      Array.from({ length: 70 }, (_, minute) => record({ atMs: minute * minuteMs, cost: minute < 60 ? 100 : extra }));
    const { outcome, usual } = (await reportOn(steady(104))).incident;
    assert.deepEqual([outcome, usual?.method, usual?.pieces], ['none', 'least-rise', 6]);
    assert.equal(usual?.usualUpToPerS.toFixed(6), '1.750000');
    assert.equal((await reportOn(steady(106))).incident.outcome, 'finding');
  });

  test('also of CPU time that went to no account', async () => {
    const cpu = (unattributedMs: (minute: number) => number) => [
      ...Array.from({ length: 70 }, (_, minute) => record({ atMs: minute * minuteMs, cost: 100 })),
      ...Array.from({ length: 70 }, (_, minute) => ({
        kind: 'unattributed',
        version: 1,
        instant: new Date(ms(minute * minuteMs)).toISOString(),
        windowS: 60,
        totalCpuMs: 1000 + unattributedMs(minute),
        attributedCpuMs: 1000,
        threadCpuMs: unattributedMs(minute),
        otherThreadsCpuMs: 0,
        childrenCpuMs: 0,
      })),
    ];
    // A batch of half of the ten-minute stretches; in the other log it is new.
    const usual = await reportOn(cpu((minute) => (Math.floor(minute / 10) % 2 === 0 ? 2000 : 500)));
    assert.deepEqual([usual.incident.outcome, usual.incident.usual?.of], ['none', 'cpu-ms']);
    const found = await reportOn(cpu((minute) => (minute >= 60 ? 2000 : 500)));
    assert.deepEqual([found.incident.outcome, found.incident.finding?.cause], ['finding', 'unattributed-work']);
  });

  test('is left undecided, with the reason, where the baseline is too short to tell', async () => {
    const values = [...noisy(1, 4), record({ atMs: 60 * minuteMs + 500, cost: 1e6 })];
    const from = (minutes: number) => ({ fromMs: incident.fromMs - minutes * minuteMs, toMs: incident.fromMs });
    for (const { options, reason } of [
      { options: { baseline: from(9) }, reason: /the baseline is 9 min long, and the stretch 10 min/ },
      {
        options: {
          incident: { fromMs: incident.fromMs, toMs: incident.fromMs + 2000 },
          baseline: { fromMs: incident.fromMs - 4000, toMs: incident.fromMs },
        },
        reason: /the baseline is 4 s long, and 5 s are needed/,
      },
    ]) {
      const { report, incident: undecided } = await reportOn(values, options);
      assert.deepEqual([undecided.outcome, undecided.finding, undecided.usual], ['undecided', undefined, undefined]);
      assert.match(undecided.nothing ?? '', reason);
      const { output, exitCode } = renderUsage(report, 'text', plain);
      assert.match(output.replace(/\s+/g, ' '), /Whether there was an incident from .* can’t be told The baseline is/);
      assert.equal(exitCode, 0);
      const json = JSON.parse(renderUsage(report, 'json', plain).output);
      assert.deepEqual(usageReport.parse(json), json);
    }
    const few = [1, 2, 25].map((minute) => record({ atMs: minute * minuteMs, cost: 1 }));
    const { incident: sparse } = await reportOn([...few, record({ atMs: 65 * minuteMs, cost: 100 })], {
      baseline: from(60),
    });
    assert.equal(sparse.outcome, 'undecided');
    assert.match(sparse.nothing ?? '', /only 1 of the 5 pieces of the baseline hold/);
  });
});

test('a baseline is cut into pieces as long as the stretch, or into five, from the end that is nearer to it', () => {
  const stretch = { fromMs: 100_000, toMs: 110_000 };
  assert.deepEqual(piecesOf(stretch, { fromMs: 5000, toMs: 100_000 }, 0), {
    fromMs: 10_000,
    pieceMs: 10_000,
    count: 9,
  });
  assert.deepEqual(piecesOf(stretch, { fromMs: 110_000, toMs: 195_000 }, 0), {
    fromMs: 110_000,
    pieceMs: 10_000,
    count: 8,
  });
  assert.deepEqual(piecesOf(stretch, { fromMs: 80_000, toMs: 100_000 }, 0), {
    fromMs: 80_000,
    pieceMs: 4000,
    count: 5,
  });
  const summed = piecesOf(stretch, { fromMs: 0, toMs: 100_000 }, 60_000);
  assert.match(
    'tooShort' in summed ? summed.tooShort : '',
    /the stretch is 10 s long, and 1 min are needed.* sum up 1 min/,
  );
});
