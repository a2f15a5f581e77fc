import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { captureNotes } from '../../src/whole-capture/capture-notes.ts';
import { InputSums } from '../../src/whole-capture/input-sums.ts';
import { explainText } from '../explain-text.ts';

const segment = (port: number) => [
  `10:00:00.000000 IP 192.0.2.2.80 > 192.0.2.1.${port}: Flags [P.], seq 100:200, ack 7, win 501, length 100`,
  `10:00:00.000100 IP 192.0.2.2.80 > 192.0.2.1.${port}: Flags [P.], seq 200:300, ack 7, win 501, length 100`,
];
const whole = [
  '10:00:01.000000 IP 192.0.2.1.50000 > 192.0.2.2.80: Flags [S], seq 1000, win 64240, length 0',
  '10:00:01.010000 IP 192.0.2.2.80 > 192.0.2.1.50000: Flags [S.], seq 5000, ack 1001, win 64240, length 0',
];

async function notesOf(...ports: readonly number[]): Promise<readonly string[]> {
  const { inputs } = await explainText([...ports.flatMap(segment), ...(ports.length === 3 ? whole : [])]);
  return inputs[0]?.notes.slice(0, 2).map((note) => note.replace(/:.*/, '')) ?? [];
}

describe('connections that were under way, or heard in one direction only,', () => {
  it('are counted in words that fit their number', async () => {
    assert.deepEqual(await notesOf(40_000), [
      'the only connection begins without a handshake (under way before, or not all was captured)',
      'only one direction of the only connection is in the capture',
    ]);
    assert.deepEqual(await notesOf(40_000, 40_001), [
      'both connections begin without a handshake (under way before, or not all was captured)',
      'only one direction of both connections is in the capture',
    ]);
    assert.deepEqual(await notesOf(40_000, 40_001, 40_002), [
      '3 of 4 connections begin without a handshake (under way before, or not all was captured)',
      'only one direction of 3 of 4 connections is in the capture',
    ]);
  });
});

describe('segments that were sent again', () => {
  it('are counted with the connections in which they were, whether or not anything failed', async () => {
    const again = segment(40_000).map((text) => text.replace('00.0001', '00.3').replace('00.0000', '00.6'));
    const { summary, findings } = await explainText([...segment(40_000), ...again, ...segment(40_001), ...whole]);
    assert.deepEqual(findings, []);
    assert.deepEqual([summary.retransmissions, summary.retransmittingConnections], [2, 1]);
  });
});

describe('segments as an interface was to cut them up, or had merged them,', () => {
  it('are told by what makes them so, not called larger than any packet: most are shorter than a jumbo frame', () => {
    const tallies = { segments: 9, cutHeaders: 0, fragmentsHidingTcp: 0, offloadedSegments: 7 };
    const tracking = { copies: 0, evicted: 0, unmatchedIcmpErrors: 0 };
    const notes = captureNotes(
      { kind: 'pcap', clock: 'absolute' } as Parameters<typeof captureNotes>[0],
      { tallies, droppedPackets: 0, interfaces: [] } as unknown as Parameters<typeof captureNotes>[1],
      tracking as Parameters<typeof captureNotes>[2],
      new InputSums(),
    );
    assert.deepEqual(notes, [
      '7 segments that no network carried so (no length in the IP header, or more than 9,216 bytes): captured before segmentation or after merging (TSO, GRO), on one of the ends or a host between',
    ]);
  });
});
