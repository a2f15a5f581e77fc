import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { addressAccount } from '../../src/account/address-account.ts';
import { folded } from '../../src/account/address-bits.ts';
import { clientAddress } from '../../src/account/client-address.ts';
import { trustedProxies } from '../../src/account/trusted-proxies.ts';

const ours = trustedProxies(['10.0.0.0/8', '2001:db8:ffff::/48']);
const proxy = fc.oneof(
  fc.tuple(fc.nat(255), fc.nat(255)).map(([a, b]) => `10.0.${a}.${b}`),
  fc.nat(0xffff).map((host) => `2001:db8:ffff::${host.toString(16)}`),
);
const client = fc.oneof(
  fc.tuple(fc.nat(255), fc.nat(255)).map(([a, b]) => `192.0.${a}.${b}`),
  fc.nat(0xffff).map((host) => `2001:db8:1::${host.toString(16)}`),
);
/** What a client may write itself: addresses of ours and of others, and anything else. */
const forged = fc.array(
  fc.oneof(proxy, client, fc.string(), fc.constantFrom('', 'unknown', '10.0.0.1:80', '[::1]:9', '127.0.0.1')),
  { maxLength: 5 },
);

describe('the address of the client', () => {
  test('is the peer when no proxy is trusted, whatever the header says', () => {
    fc.assert(
      fc.property(client, forged, (peer, header) => {
        assert.equal(clientAddress(peer, header.join(', '), trustedProxies([])), peer);
      }),
    );
  });

  test('is the peer when the peer is not one of our proxies, whatever the header says', () => {
    fc.assert(
      fc.property(client, forged, (peer, header) => {
        assert.equal(clientAddress(peer, header.join(', '), ours), peer);
      }),
    );
  });

  test('behind any chain of our proxies is what the outermost of them saw, whatever the client wrote before', () => {
    fc.assert(
      fc.property(client, forged, fc.array(proxy, { minLength: 1, maxLength: 4 }), (address, header, chain) => {
        const [nearest = '', ...others] = chain;
        // Each proxy appends whom it was called by: the outermost the client, the next ones the proxy before.
        const forwardedFor = [...header, address, ...others].join(', ');
        assert.equal(clientAddress(nearest, forwardedFor, ours), address);
      }),
    );
  });

  test('is the last hop that is known where an entry is no address', () => {
    assert.equal(clientAddress('10.0.0.1', '192.0.2.1, unknown', ours), '10.0.0.1');
    assert.equal(clientAddress('10.0.0.1', '192.0.2.1, unknown, 10.0.0.2', ours), '10.0.0.2');
    assert.equal(clientAddress('10.0.0.1', '', ours), '10.0.0.1');
  });

  test('is read with a port, in brackets, and mapped', () => {
    assert.equal(clientAddress('::ffff:10.0.0.1', '192.0.2.1:4000', ours), '192.0.2.1');
    assert.equal(clientAddress('10.0.0.1', '[2001:db8::7]:4000', ours), '2001:db8::7');
    assert.equal(clientAddress('10.0.0.1', '::FFFF:192.0.2.9', ours), '192.0.2.9');
  });

  test('takes a list of proxies only when every entry is an address or a prefix', () => {
    for (const entry of ['', 'localhost', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/x', '2001:db8::/129']) {
      assert.throws(() => trustedProxies([entry]), { code: 'THROTTLE_OPTION_INVALID' }, entry);
    }
    assert.equal(trustedProxies(['::ffff:10.1.2.3'])('10.1.2.3'), true);
  });
});

describe('the account of an address', () => {
  test('is one for all addresses of an IPv6 prefix, and another outside', () => {
    const group = fc.nat(0xffff);
    fc.assert(
      fc.property(
        fc.array(group, { minLength: 4, maxLength: 4 }),
        fc.array(group, { minLength: 8, maxLength: 8 }),
        (net, hosts) => {
          const prefix = net.map((part) => part.toString(16)).join(':');
          const a = `${prefix}:${hosts
            .slice(0, 4)
            .map((part) => part.toString(16))
            .join(':')}`;
          const b = `${prefix}:${hosts
            .slice(4)
            .map((part) => part.toString(16))
            .join(':')}`;
          assert.equal(addressAccount(a, 64), addressAccount(b, 64));
          const [first = 0] = net;
          const other = [(first ^ 1).toString(16), ...a.split(':').slice(1)].join(':');
          if (folded(other) !== other || folded(a) !== a) return;
          assert.notEqual(addressAccount(a, 64), addressAccount(other, 64));
        },
      ),
    );
  });

  test('has one form, however the address is written', () => {
    assert.equal(addressAccount('2001:db8:0:1::9', 64), '2001:db8:0:1::/64');
    assert.equal(addressAccount('2001:0DB8:0000:0001:0:0:0:9', 64), '2001:db8:0:1::/64');
    assert.equal(addressAccount('2001:db8:ab:cdef::9', 56), '2001:db8:ab:cd00::/56');
    assert.equal(addressAccount('::1', 128), '0:0:0:0:0:0:0:1/128');
    assert.equal(addressAccount('fe80::1%eth0', 64), 'fe80::/64');
    assert.equal(addressAccount('::ffff:192.0.2.1', 64), '192.0.2.1');
    assert.equal(addressAccount('::ffff:c000:201', 64), '192.0.2.1');
    assert.equal(addressAccount('192.0.2.1', 64), '192.0.2.1');
    assert.equal(addressAccount('', 64), 'unknown');
  });
});
