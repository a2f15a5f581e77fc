import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { QueueFigures } from '../../src/decisions/queue-figures.ts';
import { concluded, deathOf, died, line, only, roundTrip } from './told.ts';

const figures = (afterS: number, figures: QueueFigures) =>
  line(afterS, { event: 'queue-figures', kind: 'mail', figures });
const alarm = (afterS: number, alarm: 'age' | 'drain' | 'busy-but-dead', figures: QueueFigures) =>
  line(afterS, { event: 'queue-alarm', kind: 'mail', alarm, state: 'begun', oldestWithinMs: 60_000, figures });
const round = deathOf({ signal: 'SIGABRT' }, roundTrip);

describe('the links of a chain above the deaths', () => {
  it('go from the late queue over completions and orphans to the deaths, each with its lines', () => {
    const finding = only(
      concluded(
        [
          figures(0, { oldestMs: 500, arrivedPerS: 3, completedPerS: 3, waiting: 2 }),
          died(10, 'mail.0', round, 50),
          line(10, {
            event: 'orphans-ended',
            worker: 'mail.0',
            instance: 1,
            pid: 50,
            orphans: [{ pid: 51, command: 'node', pssBytes: 40 * 2 ** 20 }],
            count: 1,
            killed: true,
            tookMs: 34,
            left: 0,
          }),
          figures(60, { oldestMs: 2_400_000, arrivedPerS: 3, completedPerS: 1, waiting: 700 }),
          alarm(61, 'age', { oldestMs: 2_400_000 }),
        ].join('\n'),
      ),
    );
    assert.deepEqual(
      finding.whys.slice(0, 4).map(({ claim, evidence }) => [claim, evidence.flatMap(({ lines }) => lines)]),
      [
        ['What is queued for mail is late: the oldest waiting item was 40 min old', [4]],
        ['Completions fell from 3/s to 1/s, to 33 %', [1, 4]],
        ['1 orphan that held 40 MiB, left by 1 dead parent, until they were ended', [3]],
        ['A worker "mail" died of SIGABRT', [2]],
      ],
    );
    assert.match(finding.notes[0] ?? '', /^1 orphan was ended already, within 34 ms/);
  });

  it('say nothing of a queue that kept up, or fell behind at another time', () => {
    const steady = figures(0, { oldestMs: 500, arrivedPerS: 3, completedPerS: 3 });
    assert.match(only(concluded([steady, died(10, 'mail.0', round)].join('\n'))).symptom, /^A worker "mail" died/);
    const longAgo = [alarm(0, 'drain', { arrivedPerS: 3, completedPerS: 1 }), died(7200, 'mail.0', round)];
    assert.match(only(concluded(longAgo.join('\n'))).symptom, /^A worker "mail" died/);
  });
});

describe('a queue that falls behind while nobody dies', () => {
  it('is outgrown where as much is completed as before', () => {
    const finding = only(
      concluded(
        [
          figures(0, { arrivedPerS: 3, completedPerS: 3, waiting: 1 }),
          alarm(60, 'drain', { arrivedPerS: 9, completedPerS: 3, waiting: 300 }),
        ].join('\n'),
      ),
    );
    assert.deepEqual([finding.cause, finding.verdict], ['queue-outgrown', 'proven']);
  });

  it('may have workers that hang where items are held and none is completed', () => {
    const finding = only(concluded(alarm(60, 'busy-but-dead', { active: 4, arrivedPerS: 1, completedPerS: 0 })));
    assert.deepEqual([finding.cause, finding.verdict], ['worker-hang', 'possible']);
  });

  it("may have a broker that is down where it can't be read", () => {
    const finding = only(
      concluded(line(5, { event: 'queue-unreadable', kind: 'mail', because: 'connect ECONNREFUSED 127.0.0.1:6379' })),
    );
    assert.deepEqual([finding.cause, finding.verdict], ['broker-down', 'possible']);
    assert.match(finding.whys[0]?.evidence[0]?.detail ?? '', /ECONNREFUSED/);
  });

  it('is nothing at all where it kept up', () => {
    assert.deepEqual(concluded(figures(0, { arrivedPerS: 3, completedPerS: 3, waiting: 1 })), []);
  });
});
