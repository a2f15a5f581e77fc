import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Frame } from '../frames/frames.ts';
import type { Namespace } from '../network/namespace.ts';
import type { Story } from '../story.ts';
import { mustBeAsDescribed } from '../truth/as-described.ts';
import { resetJourneys } from '../truth/reset-journeys.ts';
import { withMakers } from '../truth/reset-senders.ts';
import { type Seen, vantageTruth } from '../truth/vantage-truth.ts';
import type { Vantage } from '../vantages.ts';
import { frame } from './frame.ts';

const syn = { flags: 'S', seq: 1000 };
const reset = { flags: 'R', seq: 7, from: '10.83.9.2.8080', to: '10.83.1.2.4000' };
const story = { name: 'x', cause: 'firewall-reject', sentBy: 'firewall', router: 'firewall' } as Story;
const found = { streams: [4], facts: [] };

function seen(vantage: Vantage, role: string, ...given: readonly Partial<Frame>[]): Seen {
  const frames = given.map((one, index) => frame({ ...one, number: index + 1 }));
  const namespace = { role } as Namespace;
  return { place: { vantage, namespace, interface: 'wire' }, capture: 'x.pcap', frames, frameCount: frames.length };
}

/** The router sends a RST to the originator, and forwards nothing. */
const byRouter = withMakers(
  resetJourneys([frame({ ...reset, number: 1 })], [{ interface: 'to-one', direction: 'out' }]),
  [],
);
const own = seen('originator', 'one', { ...syn, stream: 4 }, { ...reset, stream: 4 });
const there = (given: Story, ...frames: readonly Partial<Frame>[]) =>
  vantageTruth(given, found, own, seen('responder', 'responder', ...frames), byRouter);

describe('the truth of a vantage', () => {
  it('has the streams of the story and who sent each RST', () => {
    const { cause, streams, resets, ...rest } = vantageTruth(story, found, own, own, byRouter);
    assert.deepEqual({ cause, streams }, { cause: 'firewall-reject', streams: [4] });
    assert.deepEqual(resets, [{ frame: 2, stream: 4, sentBy: 'firewall', kernelReason: null }]);
    assert.equal('fromPackets' in rest, false);
  });

  it('is that packets can tell nothing where the connection comes by and the RST does not', () => {
    const { cause, fromPackets, streams } = there(story, { ...syn, stream: 0 });
    assert.deepEqual({ cause, fromPackets, streams }, { cause: 'firewall-reject', fromPackets: null, streams: [0] });
  });

  it('is what the story says of it, if it says something', () => {
    const told = { ...story, fromPackets: { responder: 'client-abort' } };
    assert.equal(there(told, { ...syn, stream: 0 }).fromPackets, 'client-abort');
    assert.equal('fromPackets' in vantageTruth(told, found, own, own, byRouter), false);
  });

  it('has no cause where nothing of the story comes by', () => {
    const { cause, streams } = there(story, { ...syn, seq: 5, stream: 0 });
    assert.deepEqual({ cause, streams }, { cause: null, streams: [] });
  });

  it('fails the story if somebody else sent its resets', () => {
    const truth = vantageTruth(story, found, own, own, byRouter);
    mustBeAsDescribed(story, truth);
    assert.throws(() => mustBeAsDescribed({ ...story, sentBy: 'responder' }, truth), /by firewall, not by responder/);
  });
});
