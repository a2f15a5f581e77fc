import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { captureNotes } from '../../src/whole-capture/capture-notes.ts';
import { InputSums } from '../../src/whole-capture/input-sums.ts';
import { line, opening, there } from '../causes/segments.ts';
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

describe('connections that begin with a SYN-ACK', () => {
  const asked = (port: number) =>
    `10:00:01.000000 IP 192.0.2.1.${port} > 192.0.2.2.80: Flags [S], seq 1000, win 64240, length 0`;
  const answer = (port: number) =>
    `10:00:01.010000 IP 192.0.2.2.80 > 192.0.2.1.${port}: Flags [S.], seq 5000, ack 1001, win 64240, length 0`;
  const noted = async (lines: readonly string[]) =>
    (await explainText(lines)).inputs[0]?.notes.filter((note) => note.includes('SYN-ACK')) ?? [];

  it('are told of when they are half of all or more: nobody here may have asked for it', async () => {
    assert.deepEqual(await noted([answer(40_000)]), [
      'the only connection begins with a SYN-ACK: its SYN took a way past the capture, or somebody else sent it in the name of the address that got the answer (backscatter of a flood)',
    ]);
    const [note] = await noted([answer(40_000), answer(40_001), asked(40_002), answer(40_002)]);
    assert.match(note ?? '', /^2 of 3 connections begin with a SYN-ACK: their SYNs took/);
    assert.deepEqual(
      await noted([answer(40_000), ...[40_001, 40_002].flatMap((port) => [asked(port), answer(port)])]),
      [],
    );
    const data =
      '10:00:01.020000 IP 192.0.2.2.80 > 192.0.2.1.40000: Flags [P.], seq 5001:5101, ack 1101, win 501, length 100';
    assert.deepEqual(await noted([answer(40_000), data]), []);
  });
});

describe('segments that come twice at once', () => {
  it('may have been sent twice where no IP ID tells, so it is not said that they were only captured twice', async () => {
    const synAck = (at: string) =>
      `10:00:00.${at} IP6 2001:db8::2.80 > 2001:db8::1.40000: Flags [S.], seq 500, ack 101, win 64240, options [mss 1440,TS val 7 ecr 1], length 0`;
    const syn = (at: string, value: number) =>
      `10:00:00.${at} IP6 2001:db8::1.40000 > 2001:db8::2.80: Flags [S], seq 100, win 64240, options [mss 1440,TS val ${value} ecr 0], length 0`;
    const others = Array.from({ length: 20 }, (_, index) => segment(50_000 + index)).flat();
    const { inputs } = await explainText([
      syn('000000', 1),
      syn('000010', 900),
      synAck('000020'),
      synAck('000021'),
      ...others,
    ]);
    assert.deepEqual(
      inputs[0]?.notes.filter((note) => /twice/.test(note)),
      [
        '1 segment or more came again as they were, and at once: captured twice (a mirrored port, a router between), or sent twice within a millisecond; each that is recognized is counted once',
      ],
    );
  });
});

describe('segments that were sent again', () => {
  it('are counted with the connections in which they were, whether or not anything failed', async () => {
    const again = segment(40_000).map((text) => text.replace('00.0001', '00.3').replace('00.0000', '00.6'));
    const { summary, findings } = await explainText([...segment(40_000), ...again, ...segment(40_001), ...whole]);
    assert.deepEqual(findings, []);
    assert.deepEqual([summary.retransmissions, summary.retransmittingConnections], [2, 1]);
  });

  it('are not counted in a connection of which segments were captured twice: not every copy can be told from them', async () => {
    const data = 'Flags [P.], seq 1101:1201, ack 5051, win 501, options [TS val 9 ecr 8]';
    const first = [...opening(), ...line('01.000000', 64, 14, `${there} ${data}`)];
    const copy = line('01.000100', 63, 14, `${there} ${data}`);
    const again = line('01.300000', 64, 15, `${there} ${data.replace('val 9', 'val 309')}`);
    assert.equal((await explainText([...first, ...again])).summary.retransmissions, 1);
    const { summary, inputs } = await explainText([...first, ...copy, ...again]);
    assert.match(inputs[0]?.notes.join('\n') ?? '', /1 segment or more came again as they were/);
    assert.deepEqual([summary.retransmissions, summary.retransmittingConnections], [0, 0]);
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
