import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cgroupMountOf, ownCgroupOf } from '../../src/containment/cgroup-mount.ts';

describe('the cgroup tree', () => {
  it('is found where it is mounted, beside version 1 too', () => {
    const mountinfo = [
      '31 23 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw',
      '35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory',
      '38 31 0:35 / /sys/fs/cgroup/unified rw,relatime shared:9 - cgroup2 cgroup2 rw',
    ].join('\n');
    const mount = cgroupMountOf(mountinfo) ?? assert.fail();
    assert.deepEqual(mount, { mountPoint: '/sys/fs/cgroup/unified', root: '/' });
    assert.equal(
      ownCgroupOf(mount, '4:memory:/x\n0::/a.slice/b.service\n'),
      '/sys/fs/cgroup/unified/a.slice/b.service',
    );
    assert.equal(ownCgroupOf(mount, '0::/\n'), '/sys/fs/cgroup/unified');
  });

  it('of a container begins at the group that its mount shows', () => {
    const mount = cgroupMountOf('9 8 0:1 /docker/abc /sys/fs/cgroup ro - cgroup2 cgroup rw') ?? assert.fail();
    assert.equal(ownCgroupOf(mount, '0::/docker/abc/w\n'), '/sys/fs/cgroup/w');
    assert.equal(ownCgroupOf(mount, '0::/elsewhere\n'), undefined);
  });

  it('with a space in its path is written with an octal', () => {
    assert.equal(cgroupMountOf('9 8 0:1 / /a\\040b rw - cgroup2 c rw')?.mountPoint, '/a b');
  });

  it('is not there with version 1 alone', () => {
    assert.equal(cgroupMountOf('35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory'), undefined);
  });
});
