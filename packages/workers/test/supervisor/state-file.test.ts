import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { defaultKind } from '../../src/index.ts';
import { readState, type SupervisorState, type WorkerRecord, writeState } from '../../src/supervisor/state-file.ts';
import { planTakeOver } from '../../src/supervisor/take-over.ts';

const folder = mkdtempSync(join(tmpdir(), 'fivewhys-state-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const record = (index: number, pid?: number): WorkerRecord => ({
  kind: 'mail',
  index,
  instance: 1,
  cell: { kind: 'cgroup', path: `/cells/${index}`, cookie: 'c' },
  settings: '',
  ...(pid === undefined ? {} : { process: { pid, startTicks: 1 } }),
});
const stateOf = (...workers: readonly WorkerRecord[]): SupervisorState => ({
  version: 1,
  bootId: 'boot',
  supervisor: { pid: 1, startTicks: 1 },
  workers,
});

describe('the state of a supervisor', () => {
  const path = join(folder, 'state.json');

  it('is read as it was written, in the same boot only', () => {
    const state = stateOf(record(0, 5));
    writeState(path, state);
    assert.deepEqual(readState(path, 'boot'), state);
    assert.equal(readState(path, 'another'), undefined);
  });

  it('that is damaged or missing is none', () => {
    writeFileSync(path, '{"version":1,');
    assert.equal(readState(path, 'boot'), undefined);
    assert.equal(readState(join(folder, 'none'), 'boot'), undefined);
  });
});

describe('taking over', () => {
  const config = { name: 'shop', workers: [{ ...defaultKind, name: 'mail', command: ['x'] as const, count: 3 }] };

  it('adopts who runs and is wanted, and sweeps the dead, the never started and the surplus', () => {
    const state = stateOf(record(0, 10), record(1, 11), record(2), record(3, 13));
    const { adopt, sweep } = planTakeOver(state, config, ({ pid }) => pid !== 11);
    assert.deepEqual(
      adopt.map(({ index }) => index),
      [0],
    );
    assert.deepEqual(
      sweep.map(({ index }) => index),
      [1, 2, 3],
    );
  });
});
