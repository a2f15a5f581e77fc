import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { onlyPart, partsOf } from '../only.ts';

const values = (text: string) =>
  partsOf(text, 'settings').map(({ settings }) =>
    Object.fromEntries([...settings].map(([name, { value }]) => [name, value])),
  );

describe('a setting', () => {
  it('is read as sysctl prints it, several numbers too', () => {
    assert.deepEqual(
      values('net.core.somaxconn = 4096\nnet.ipv4.tcp_rmem = 4096\t131072\t33554432\nkernel.hostname = web1\n'),
      [{ 'net.core.somaxconn': '4096', 'net.ipv4.tcp_rmem': '4096 131072 33554432', 'kernel.hostname': 'web1' }],
    );
  });

  it('is read as grep prints it from /proc/sys', () => {
    assert.deepEqual(values('/proc/sys/net/ipv4/tcp_timestamps:1\n'), [{ 'net.ipv4.tcp_timestamps': '1' }]);
  });

  it('alone under its file is read, from cat and from tail', () => {
    assert.deepEqual(values('$ cat /proc/sys/net/core/somaxconn\n4096\n'), [{ 'net.core.somaxconn': '4096' }]);
    assert.deepEqual(
      values('==> /proc/sys/net/core/somaxconn <==\n4096\n\n==> /proc/sys/net/ipv4/tcp_fin_timeout <==\n60\n'),
      [{ 'net.core.somaxconn': '4096' }, { 'net.ipv4.tcp_fin_timeout': '60' }],
    );
  });

  it('twice is before and after', () => {
    assert.equal(values('net.core.somaxconn = 128\nnet.core.somaxconn = 4096\n').length, 2);
  });

  it('says where it stands', () => {
    const { settings } = onlyPart('\n\nnet.core.somaxconn = 4096\n', 'settings');
    assert.deepEqual(settings.get('net.core.somaxconn'), {
      value: '4096',
      line: 3,
      quote: 'net.core.somaxconn = 4096',
    });
  });
});
