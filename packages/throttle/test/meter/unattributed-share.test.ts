import assert from 'node:assert/strict';
import { pbkdf2 } from 'node:crypto';
import { after, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { createThrottle } from '../../src/create-throttle.ts';
import type { CpuAccount } from '../../src/meter/cpu-account.ts';
import { UnattributedShare } from '../../src/meter/unattributed-share.ts';
import { burn } from '../burn.ts';
import { KeptRecords } from '../records.ts';

const derive = promisify(pbkdf2);
const arrival = { method: 'GET', url: '/', route: 'GET /', peer: '192.0.2.1', forwardedFor: undefined };

describe('CPU time that belongs to no request', () => {
  test('is paid by all in proportion to what they use, if that is asked for, and reported all the same', async () => {
    for (const shareUnattributed of [true, false]) {
      const time = { ms: 0 };
      const records = new KeptRecords();
      const throttle = createThrottle<string>({
        shareUnattributed,
        account: (name) => name,
        attributor: 'exact',
        records,
        nowMs: () => time.ms,
      });
      after(() => throttle.close());
      const ask = async (): Promise<void> => {
        const visit = throttle.enter({ request: 'ann', ...arrival });
        throttle.run(visit, () => burn(20));
        throttle.leave(visit, { status: 200, aborted: false });
        time.ms += 1001;
        // The pool's work, which no hook can tell the owner of.
        await derive('x', 'y', 60_000, 32, 'sha256');
      };
      for (let count = 0; count < 6; count++) await ask();
      const { cpu, unattributedFactor } = throttle.report();
      assert(cpu.unattributed.otherThreadsUs > 30_000, JSON.stringify(cpu));
      const { charged = 0, cost = 1 } = records.requests.at(-1) ?? {};
      if (shareUnattributed) {
        assert(unattributedFactor > 1.2 && unattributedFactor <= 4, `${unattributedFactor}`);
        assert(Math.abs(charged / cost - unattributedFactor) < 0.01, `${charged} of ${cost}`);
      } else assert.deepEqual([unattributedFactor, charged], [1, cost]);
    }
  });

  test('is never given back, and never more than four times what requests use', () => {
    let account = figures(0, 0);
    const share = new UnattributedShare(() => account, 0);
    account = figures(1000, 1200);
    assert.equal(share.at(1000), 1, 'expectations were too high');
    account = figures(1e9, 1300);
    assert.equal(share.at(2000), 4);
    account = figures(1e9 + 10, 1310);
    assert.equal(share.at(2500), 4, 'it is worked out once a second');
  });
});

function figures(totalUs: number, attributedUs: number): CpuAccount {
  return {
    totalUs,
    attributedUs,
    unattributed: { threadUs: totalUs - attributedUs, otherThreadsUs: 0, childrenUs: 0 },
  };
}
