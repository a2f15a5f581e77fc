import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { CgroupCell } from '../../src/containment/cgroup-cell.ts';
import { chooseContainment } from '../../src/containment/choose-containment.ts';
import { noCgroups } from '../fixtures/containments.ts';

/** Files as the memory controller has them: this kernel's tree may be without it. */
const folder = mkdtempSync(join(tmpdir(), 'fivewhys-cell-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const put = (name: string, text: string) => writeFileSync(join(folder, name), text);

describe('a cell with the memory controller', () => {
  const cell = new CgroupCell(folder, 'c');

  it('is weighed by memory.current without the page cache, and says how often the kernel killed in it', () => {
    put('memory.current', '9000000\n');
    put('memory.stat', 'anon 1000000\nfile 7971424\nkernel 28576\nshmem 40000\nslab_reclaimable 20000\n');
    put('memory.events', 'low 0\nhigh 0\nmax 3\noom 2\noom_kill 1\noom_group_kill 0\n');
    assert.equal(cell.memoryBytes(), 9_000_000 - (7_971_424 - 40_000) - 20_000);
    assert.equal(cell.memoryBoundBytes(), 9_000_000);
    assert.deepEqual(cell.oomKills(), { count: 1 });
  });

  it('is limited as a whole, a quarter behind what was asked for and at least 64 MiB', () => {
    put('memory.max', 'max\n');
    put('memory.oom.group', '0\n');
    assert.equal(cell.limitMemory(400e6), true);
    assert.match(readFileSync(join(folder, 'memory.max'), 'utf8'), /^500000000/);
    assert.deepEqual(cell.oomKills(), { count: 1, limitBytes: 500e6 });
    cell.limitMemory(5000);
    assert.match(readFileSync(join(folder, 'memory.max'), 'utf8'), /^67113864/);
    assert.match(readFileSync(join(folder, 'memory.oom.group'), 'utf8'), /^1/);
  });
});

describe('a cell without it', { skip: noCgroups }, () => {
  it('doesn’t say what it can’t', () => {
    const containment = chooseContainment({ want: 'cgroup', name: `cell-${process.pid}` });
    const cell = containment.create('a', 'c');
    try {
      if (!containment.countsMemory) {
        assert.equal(cell.oomKills(), undefined);
        assert.equal(cell.limitMemory(5000), false);
      }
      assert.equal(cell.memoryBytes(), 0);
      assert.ok(cell.isEmpty());
    } finally {
      cell.remove();
      containment.close();
    }
  });

  it('that a killed supervisor left empty goes with the next one that ends in order, one that is in use stays', () => {
    const name = `left-${process.pid}`;
    chooseContainment({ want: 'cgroup', name }).create('left', 'c');
    const containment = chooseContainment({ want: 'cgroup', name });
    const cell = containment.create('used', 'c');
    const own = /below (\S+):/.exec(containment.promise)?.[1] as string;
    const sleeper = spawn('sleep', ['100']);
    try {
      writeFileSync(join(own, 'used', 'cgroup.procs'), String(sleeper.pid));
      containment.close();
      assert.deepEqual(
        readdirSync(own, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])),
        ['used'],
      );
    } finally {
      writeFileSync(join(own, '..', 'cgroup.procs'), String(sleeper.pid));
      sleeper.kill('SIGKILL');
      cell.remove();
      containment.close();
    }
    assert.ok(!existsSync(own));
  });

  it('where none can be made the reason is given, and without insisting it is done without', () => {
    const parentGroup = '/proc/none';
    assert.throws(
      () => chooseContainment({ want: 'cgroup', name: 'x', parentGroup }),
      /no cgroup can be had: .*ENOENT/,
    );
    const { kind, promise } = chooseContainment({ want: 'auto', name: 'x', parentGroup });
    assert.equal(kind, 'cookie');
    assert.match(promise, /^no cgroups \(.*ENOENT/);
  });
});
