import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ethernet } from '../../../capture/test/build/ethernet.ts';
import { ipv4 } from '../../../capture/test/build/ipv4.ts';
import { pcapFile } from '../../../capture/test/build/pcap-file.ts';
import { tcp } from '../../../capture/test/build/tcp.ts';
import { udp } from '../../../capture/test/build/udp.ts';
import { Explainer } from '../../src/index.ts';
import { sourceOf } from '../explain-text.ts';

const at = (seconds: number, frame: Uint8Array) => ({ instantNs: BigInt(seconds) * 1_000_000_000n, frame });
const segment = ethernet(0x0800, ipv4({}, tcp({}, new Uint8Array(1))));
const datagram = ethernet(0x0800, ipv4({ protocol: 17 }, udp(40_000, 53, new Uint8Array(1))));

async function inputOf(records: Parameters<typeof pcapFile>[0]) {
  const explainer = new Explainer({ connections: false, stream: undefined, wanted: undefined, cause: undefined });
  await explainer.addInput('a.pcap', sourceOf(pcapFile(records)));
  return explainer.finish().inputs[0];
}

describe('a capture lasts from its first frame to its last', () => {
  test('also where these have no TCP', async () => {
    const input = await inputOf([at(1000, datagram), at(1010, segment), at(1060, datagram)]);
    assert.deepEqual([input?.durationMs, input?.firstInstant], [60_000, '1970-01-01T00:16:40.000000000Z']);
  });

  test('also where none has TCP', async () => {
    assert.equal((await inputOf([at(1000, datagram), at(1060, datagram)]))?.durationMs, 60_000);
  });

  test('and for no time at all where there is no frame', async () => {
    assert.equal((await inputOf([]))?.durationMs, Number.NaN);
  });
});
