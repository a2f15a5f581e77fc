import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Store } from '../../src/stores/store.ts';

const quota = { units: 1000, windowS: 10 };

/** What every store must do, whatever is behind it. @param make a new store with no accounts, whose background work does not run by itself */
export function describeStore(name: string, make: () => Promise<Store>): void {
  describe(`a store of balances: ${name}`, () => {
    test('gives an account that it does not know its whole quota', async () => {
      const store = await make();
      assert.equal(store.remaining('new', quota, 0), 1000);
      assert.equal(store.dearness('new'), undefined);
      await store.close();
    });

    test('takes charges off, into debt, and refills by time', async () => {
      const store = await make();
      store.charge('a', quota, 1500.25, 0);
      assert.equal(store.remaining('a', quota, 0), -500.25);
      assert.equal(store.remaining('a', quota, 5000), -0.25);
      assert.equal(store.remaining('a', quota, 100_000), 1000);
      assert.equal(store.remaining('b', quota, 0), 1000);
      await store.close();
    });

    test('gives back no more than the quota', async () => {
      const store = await make();
      store.charge('a', quota, -50, 0);
      assert.equal(store.remaining('a', quota, 0), 1000);
      await store.close();
    });

    test('keeps reservations apart until they are settled', async () => {
      const store = await make();
      store.reserve('a', quota, 300, 0);
      store.reserve('a', quota, 300, 0);
      assert.equal(store.remaining('a', quota, 0), 400);
      store.settle('a', quota, 300, 20, 0);
      assert.equal(store.remaining('a', quota, 0), 680);
      store.settle('a', quota, 300, 700, 0);
      assert.equal(store.remaining('a', quota, 0), 280);
      await store.close();
    });

    test('holds a plan that has become smaller to its new quota', async () => {
      const store = await make();
      store.charge('a', quota, 100, 0);
      assert.equal(store.remaining('a', { units: 50, windowS: 10 }, 0), 50);
      await store.close();
    });

    test('learns how dear the requests of an account are', async () => {
      const store = await make();
      store.reserve('a', quota, 0, 0);
      assert.equal(store.dearness('a'), undefined);
      for (let count = 0; count < 100; count++) store.learnDearness('a', 500, 100);
      assert(Math.abs((store.dearness('a') ?? Number.NaN) - 5) < 0.001);
      store.settle('a', quota, 0, 1, 0);
      await store.close();
    });

    test('loses and creates nothing, in whatever order requests end', async () => {
      const requests = fc.array(
        fc.record({
          reserved: fc.double({ min: 0, max: 50, noNaN: true }),
          cost: fc.double({ min: 0, max: 50, noNaN: true }),
        }),
        { minLength: 1, maxLength: 30 },
      );
      const orders = requests.chain((list) =>
        fc.tuple(fc.constant(list), fc.shuffledSubarray([...list.keys()], { minLength: list.length })),
      );
      const store = await make();
      let run = 0;
      fc.assert(
        fc.property(orders, ([list, order]) => {
          const account = `property-${run++}`;
          for (const { reserved } of list) store.reserve(account, quota, reserved, 0);
          for (const index of order) {
            const { reserved = 0, cost = 0 } = list[index] ?? {};
            store.settle(account, quota, reserved, cost, 0);
          }
          const cost = list.reduce((sum, request) => sum + request.cost, 0);
          assert(Math.abs(store.remaining(account, quota, 0) - (1000 - cost)) < 1e-6);
        }),
      );
      await store.close();
    });
  });
}
