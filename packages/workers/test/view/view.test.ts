import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { drawView } from '../../src/view/draw-view.ts';
import { eventSentence } from '../../src/view/event-sentence.ts';
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
