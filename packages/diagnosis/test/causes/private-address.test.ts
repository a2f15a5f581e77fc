import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPrivate } from '../../src/causes/keepalive-dead/private-address.ts';

test('addresses that hold within a network only are private, their neighbours are not', () => {
  const inside = [
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.2.100',
    '100.64.0.1',
    '169.254.1.1',
    '127.0.0.2',
  ];
  const outside = ['11.0.0.1', '172.15.0.1', '172.32.0.1', '192.169.0.1', '100.63.0.1', '100.128.0.1', '203.0.113.7'];
  assert.deepEqual(
    [...inside, 'fd00::1', 'fe80::1', '::1'].filter((ip) => !isPrivate(ip)),
    [],
  );
  assert.deepEqual([...outside, '2001:db8::1', 'ff02::1'].filter(isPrivate), []);
});
