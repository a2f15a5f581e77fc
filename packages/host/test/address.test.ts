import assert from 'node:assert/strict';
import { isIP } from 'node:net';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { addressOf, endpointOf } from '../src/index.ts';

describe('an address', () => {
  it('is brought into the form that a URL has, which is that of RFC 5952', () => {
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        const address = addressOf(text);
        // URL writes a mapped IPv4 address in hexadecimal; here it becomes IPv4.
        const expected = new URL(`http://[${text}]/`).hostname.slice(1, -1);
        if (!/^::ffff:[0-9a-f]+:[0-9a-f]+$/.test(expected)) assert.equal(address, expected);
      }),
    );
  });

  it('is refused if it is none, as node:net refuses it', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ maxLength: 20 }), fc.ipV4Extended(), fc.stringMatching(/^[0-9a-f:.]{0,20}$/)),
        (text) => {
          assert.equal(addressOf(text) !== undefined, isIP(text) !== 0, text);
        },
      ),
    );
  });

  it('of IPv4 mapped into IPv6 is IPv4', () => {
    assert.equal(addressOf('::ffff:10.77.2.1'), '10.77.2.1');
    assert.equal(addressOf('0:0:0:0:0:ffff:0a4d:0201'), '10.77.2.1');
  });

  it('and a port make an end, whose port is below 65536', () => {
    assert.equal(endpointOf('10.0.0.1:65535')?.port, 65535);
    assert.equal(endpointOf('10.0.0.1:65536'), undefined);
    assert.equal(endpointOf('10.0.0.1'), undefined);
  });
});
