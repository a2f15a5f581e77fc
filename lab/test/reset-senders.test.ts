import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Crossing } from '../frames/crossings.ts';
import type { Frame } from '../frames/frames.ts';
import { readKernelResets } from '../truth/kernel-resets.ts';
import { resetJourneys } from '../truth/reset-journeys.ts';
import { makersAt, withMakers } from '../truth/reset-senders.ts';
import { frame } from './frame.ts';

const reset = { flags: 'R', seq: 7, from: '10.83.9.2.8080', to: '10.83.1.2.4000' };

type Step = readonly [Crossing['direction'], string, Partial<Frame>];

/** Frames that the middle host saw, in order, each with its crossing. */
function seen(...steps: readonly Step[]) {
  const frames = steps.map(([, , given], index) => frame({ ...given, number: index + 1 }));
  return {
    frames,
    journeys: resetJourneys(
      frames,
      steps.map(([direction, name]) => ({ direction, interface: name })),
    ),
  };
}

const origins = (...steps: readonly Step[]) => seen(...steps).journeys.map(({ origin }) => origin);

describe('who made a RST', () => {
  it('is the host behind the interface where it came in, also if a NAT gave it other addresses on its way out', () => {
    assert.deepEqual(
      origins(['in', 'to-responder', reset], ['out', 'to-one', { ...reset, from: '10.83.1.1.8080', ttl: 63 }]),
      ['to-responder'],
    );
  });

  it('is the middle host where it only goes out', () => {
    assert.deepEqual(origins(['out', 'to-one', reset]), [undefined]);
  });

  it('is the middle host for one, and another host for another with the same numbers', () => {
    assert.deepEqual(
      origins(['out', 'to-one', reset], ['in', 'to-responder', reset], ['out', 'to-one', { ...reset, ttl: 63 }]),
      [undefined, 'to-responder'],
    );
  });

  it('is still the first host where the packet went out and came back through another router', () => {
    const way = [
      ['in', 'to-responder', reset],
      ['out', 'to-two', { ...reset, ttl: 63 }],
      ['in', 'to-two', { ...reset, ttl: 62 }],
      ['out', 'to-one', { ...reset, ttl: 61 }],
    ] as const;
    assert.deepEqual(origins(...way), ['to-responder']);
  });

  it('is two times the host for a RST that was sent twice', () => {
    const once = [
      ['in', 'to-responder', reset],
      ['out', 'to-one', { ...reset, ttl: 63 }],
    ] as const;
    assert.deepEqual(origins(...once, ...once), ['to-responder', 'to-responder']);
  });

  it('is known at every capture on the way, by the order of alike packets there', () => {
    const { journeys } = seen(
      ['out', 'to-one', reset],
      ['in', 'to-responder', reset],
      ['out', 'to-one', { ...reset, ttl: 63 }],
    );
    const made = withMakers(journeys, []);
    const atOriginator = [frame({ ...reset, number: 10 }), frame({ ...reset, number: 12, ttl: 63 })];
    const byFrame = [...makersAt(atOriginator, made, 'to-one')].map(([number, { origin }]) => [number, origin]);
    assert.deepEqual(byFrame, [
      [10, undefined],
      [12, 'to-responder'],
    ]);
    assert.deepEqual([...makersAt(atOriginator, made, 'to-two')], []);
  });
});

describe("the kernel's word", () => {
  const line = (source: string, reason: string): string =>
    `node-1 [0] b..1. 12.5: tcp_send_reset: skbaddr=1 skaddr=2 src=${source} dest=10.83.1.2:4000 state=TCP_CLOSE reason=${reason}\n`;

  it('names both ends as tcpdump does, whatever the family of the socket, and no address for a listener', () => {
    const ends = (source: string) => readKernelResets(line(source, 'NO_SOCKET')).map(({ from }) => from);
    assert.deepEqual(ends('10.83.9.2:8080'), ['10.83.9.2.8080']);
    assert.deepEqual(ends('[::ffff:10.83.9.2]:8080'), ['10.83.9.2.8080']);
    assert.deepEqual(ends('[fd83:0:0:9::2]:8080'), ['fd83:0:0:9::2.8080']);
    assert.deepEqual(ends('[::]:8080'), ['.8080']);
  });

  it('of a listener, which names no peer, belongs to a RST from its port', () => {
    const said = 'node-1 [0] b..1. 12.5: tcp_send_reset: skbaddr=1 skaddr=2 src=[::]:8080 dest=[::]:0 state=TCP_LISTEN';
    const { journeys } = seen(['in', 'to-responder', { ...reset, seconds: 12.6 }]);
    const [made] = withMakers(journeys, readKernelResets(`${said} reason=TCP_FLAGS\n`));
    assert.equal(made?.[1].kernelReason, 'TCP_FLAGS');
  });

  it('is not of a RST that comes much later: what was said then was kept back by a rule', () => {
    const { journeys } = seen(['in', 'to-responder', { ...reset, seconds: 14 }]);
    const [made] = withMakers(journeys, readKernelResets(line('10.83.9.2:8080', 'TCP_STATE')));
    assert.equal(made?.[1].kernelReason, undefined);
  });

  it('belongs to one packet each, and a forged one with the same ends after it has none', () => {
    const at = { ...reset, seconds: 1000 + 12.5 };
    const { journeys } = seen(['in', 'to-responder', at], ['out', 'to-one', { ...at, seq: 8 }]);
    const reasons = withMakers(journeys, readKernelResets(line('10.83.9.2:8080', 'NO_SOCKET'), 1000));
    assert.deepEqual(
      reasons.map(([, { kernelReason }]) => kernelReason),
      ['NO_SOCKET', undefined],
    );
  });
});
