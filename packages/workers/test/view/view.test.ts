import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { drawView } from '../../src/view/draw-view.ts';
import { eventSentence } from '../../src/view/event-sentence.ts';
import { LiveView } from '../../src/view/live-view.ts';
import type { WorkerRow } from '../../src/view/snapshot.ts';

const row: WorkerRow = {
  name: 'mail.0',
  state: 'ready',
  pid: 100,
  memoryBytes: 52_428_800,
  restarts: 2,
  forMs: 61_000,
  processes: [
    { pid: 103, parentPid: 102, command: 'grandchild' },
    { pid: 102, parentPid: 100, command: 'child' },
    { pid: 104, parentPid: 1, command: 'left' },
  ],
};
const waiting: WorkerRow = {
  ...row,
  name: 'mail.1',
  state: 'waiting',
  pid: undefined,
  memoryBytes: undefined,
  forMs: undefined,
  processes: [],
};

describe('the live view', () => {
  it('shows each worker with the tree of what it started', () => {
    assert.deepEqual(
      drawView('fivewhys supervise shop', { workers: [row, waiting], queues: [] }, { columns: 80, rows: 24 }),
      [
        'fivewhys supervise shop',
        'WORKER  STATE          PID    MEMORY  RESTARTS  FOR',
        'mail.0  ready          100     50.0M         2  1m1s',
        '  └ 102 child',
        '    └ 103 grandchild',
        '  └ 104 left (its parent is gone)',
        'mail.1  waiting          -         -         2  -',
      ],
    );
  });

  it('fits the terminal, and counts what does not', () => {
    const lines = drawView(
      'title',
      { workers: Array.from({ length: 20 }, () => waiting), queues: [] },
      { columns: 20, rows: 10 },
    );
    assert.equal(lines.length, 9);
    assert.equal(lines.at(-1), '… 14 lines more');
    assert.ok(lines.every((line) => line.length <= 20));
  });
});

describe('an event on a terminal', () => {
  it('is a sentence', () => {
    const event = {
      version: 1,
      instant: '2026-03-01T10:00:00.000000000Z',
      supervisor: 'shop',
      event: 'orphans-ended',
      worker: 'mail.0',
      instance: 1,
      pid: 100,
      orphans: [{ pid: 101, command: 'x', pssBytes: 1_048_576 }],
      count: 1,
      killed: true,
      tookMs: 8.5,
      left: 0,
    } as const;
    assert.equal(eventSentence(event), '10:00:00 mail.0: 1 orphan holding 1.0M ended in 8.5 ms, killed');
  });
});

describe('a queue in the live view', () => {
  const state = { kind: 'mail', consumersExpected: 8, trend: 'grows', alarms: new Set<'age'>(['age']) } as const;

  it('stands above the workers, its alarms first, and fits a narrow terminal', () => {
    const figures = {
      waiting: 120,
      oldestMs: 2_400_000,
      active: 8,
      arrivedPerS: 3,
      completedPerS: 1,
      timeToDrainMs: 'never',
      consumers: 5,
    } as const;
    const queues = [{ ...state, unreadable: undefined, figures }];
    const [, line] = drawView('title', { workers: [row], queues }, { columns: 200, rows: 24 });
    assert.equal(
      line,
      'queue of mail: ALARM age: grows, 120 waiting, oldest 40m0s, 8 active, 3.0/s in, 1.0/s done, never drains at this rate, 5 of 8 consumers',
    );
    const narrow = drawView('title', { workers: [row], queues }, { columns: 30, rows: 24 });
    assert.ok(narrow.every((text) => text.length <= 30));
    assert.match(narrow[1] ?? '', /ALARM age/);
  });

  it('that can’t be read is unknown, and says why', () => {
    const queues = [{ ...state, alarms: new Set<'age'>(), figures: undefined, unreadable: 'connect ECONNREFUSED' }];
    const [, line] = drawView('title', { workers: [], queues }, { columns: 80, rows: 24 });
    assert.equal(line, 'queue of mail: unknown: connect ECONNREFUSED');
  });
});

describe('the live view on a terminal', () => {
  const written: string[] = [];
  const terminal = { columns: 60, rows: 24, write: (text: string) => written.push(text) };
  const view = new LiveView(terminal, 'title');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is written
  const erased = (text: string | undefined) => Number(/^\u001b\[(\d+)A\u001b\[0J/.exec(text ?? '')?.[1] ?? 0);
  const snapshot = { workers: [waiting], queues: [] };

  it('stays below what is printed above it, also before it is drawn anew', () => {
    view.draw(snapshot);
    view.print('mail.1 started');
    const [drawn = '', printed = ''] = written;
    assert.equal(erased(drawn), 0);
    assert.equal(erased(printed), drawn.split('\n').length - 1);
    assert.ok(printed.endsWith(`mail.1 started\n${drawn}`), printed);
  });

  it('leaves nothing of itself on a terminal that was made narrower, and has broken its lines', () => {
    terminal.columns = 20;
    view.draw(snapshot);
    const lines = (written[0] ?? '').split('\n').slice(0, -1);
    assert.equal(
      erased(written.at(-1)),
      lines.reduce((sum, { length }) => sum + Math.ceil(length / 20), 0),
    );
  });
});
