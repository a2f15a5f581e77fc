import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Finding } from '@fivewhys/evidence';
import { story } from '../../../connections/test/story.ts';
import { explainStory } from '../explain-story.ts';
import { explainText } from '../explain-text.ts';
import { claims, details, exchange, handshake, healthy, ids, only, type Segment, told } from '../told.ts';

const data = (at: number, seq: number, length: number, more: Partial<Segment> = {}): Segment => ({
  at,
  from: 'originator',
  flags: '.',
  seq,
  ack: 5051,
  length,
  ...more,
});
const ack = (at: number, upTo: number, options = ''): Segment => ({
  at,
  from: 'responder',
  flags: '.',
  seq: 5051,
  ack: upTo,
  window: 64240,
  options,
});
const sack = 'nop,nop,sack 1 {2561:2761}';
const before = [...handshake(), ...exchange(0.02, { window: 64240 })];
/** 1460 bytes from 1101 on, again and again. */
const tries = [1, 1.3, 1.9, 3.1].map((at) => data(at, 1101, 1460));
/** 200 bytes behind them, which arrive. */
const behind = [data(1.0001, 2561, 200), ack(1.01, 1101, sack)];
/** The same 1460 bytes in two pieces; `end` is what the responder has in the end. */
const pieces = (end: number): Segment[] => [
  data(5.5, 1101, 1000),
  ack(5.51, 2101, end === 2761 ? sack : ''),
  data(5.511, 2101, 460),
  ack(5.521, end),
];
const inOrder = (segments: readonly Segment[]): Segment[] => segments.toSorted((a, b) => a.at - b.at);
const gotRound = inOrder([...before, ...tries, ...behind, ...pieces(2761)]);

async function none(segments: readonly Segment[]): Promise<void> {
  const { findings } = await explainText(told(inOrder(segments)));
  assert.deepEqual(findings, []);
}

describe('path-mtu-black-hole that a connection gets round', () => {
  it('is likely when the large segment is in vain, smaller ones behind it arrive, and its bytes do in smaller ones', async () => {
    const finding = await only([...gotRound, ...healthy(9)]);
    assert.equal(finding.cause, 'path-mtu-black-hole');
    assert.equal(finding.verdict, 'likely');
    assert.match(finding.symptom, /What the originator sent .* stood still for 4\.50 s at a large segment/);
    assert.match(claims(finding), /1,460 bytes was sent 4 times and not acknowledged; the first 1,000 of its bytes/);
    assert.match(details(finding), /seq 1101 after 0\.0, 0\.3, 0\.9, 2\.1 s/);
    assert.match(details(finding), /ack 2101 covers 1,000 bytes from there, 10\.0 ms later/);
    assert.match(details(finding), /200 bytes; the responder acknowledges selectively/);
    assert.match(details(finding), /200 bytes were acknowledged without having been sent again/);
    assert.deepEqual(ids(finding.stillPossible), ['firewall-drop']);
  });

  it('quotes the large tries and the small piece by their frames', async () => {
    const { whys } = await only(gotRound);
    assert.deepEqual(
      whys[0]?.evidence.map(({ frames }) => frames),
      [
        [7, 10, 11, 12],
        [13, 14],
      ],
    );
  });

  it('is only possible when nothing smaller is known to have arrived meanwhile: the way may have been interrupted', async () => {
    const finding = await only([
      ...before,
      ...tries,
      data(3.1001, 2561, 200),
      ...pieces(2561),
      data(5.53, 2561, 200),
      ack(5.54, 2761),
    ]);
    assert.equal(finding.verdict, 'possible');
    assert.match(claims(finding), /Nothing tells whether smaller segments would have arrived meanwhile/);
  });

  it('tells when the smaller segment may be fragmented and the large one may not', async () => {
    const small = { dontFragment: false };
    const finding = await only([
      ...inOrder([...before, ...tries, ...behind]),
      data(5.5, 1101, 536, small),
      ack(5.51, 1637, sack),
      data(5.511, 1637, 536, small),
      data(5.512, 2173, 388, small),
      ack(5.521, 2761),
    ]);
    assert.match(details(finding), /with 536 bytes, and without "don't fragment", which the large one had/);
  });

  it('is none when a segment of that size had passed before', () =>
    none([
      ...before,
      data(0.5, 1101, 1460),
      ack(0.51, 2561),
      ...later(2561 - 1101, [...tries, ...behind, ...pieces(2761)]),
    ]));

  it('is none when one of that size passes later', () =>
    none([...gotRound, data(6, 2761, 1460), ack(6.01, 2761 + 1460)]));

  it('remains when one of a size between passes later: a sender feels its way up', async () => {
    const finding = await only([...gotRound, data(6, 2761, 1300), ack(6.01, 2761 + 1300)]);
    assert.equal(finding.cause, 'path-mtu-black-hole');
  });

  it('is none when what passed before was, on average, nearer to the large size, though not kept', () => {
    const told = story({ timestamps: false }).handshake();
    for (let round = 0; round < 40; round += 1) told.data('originator', 1400).ack('responder');
    for (let round = 0; round < 20; round += 1) told.ack('responder');
    const large = gettingRound(told);
    assert.deepEqual(explainStory(large), []);
  });

  it('is one when what passed before was small, though not kept', () => {
    const told = story({ timestamps: false }).handshake();
    for (let round = 0; round < 60; round += 1) told.data('originator', 40).ack('responder');
    const [finding] = explainStory(gettingRound(told));
    assert.equal(finding?.cause, 'path-mtu-black-hole');
    assert.equal(finding?.verdict, 'likely');
  });

  it('is none when an ICMP error tells the size, as it should', () => {
    const tooBig = { type: 3, code: 4, mtuBytes: 1300 };
    const told = gettingRound(story({ timestamps: false }).handshake(), (last) => last.icmp('originator', tooBig));
    assert.deepEqual(explainStory(told), []);
  });

  it('is one when the sender does not heed that error and goes on with the large size', () => {
    const told = story({ timestamps: false }).handshake().icmp('originator', { type: 3, code: 4, mtuBytes: 1300 });
    const [finding] = explainStory(gettingRound(told));
    assert.equal(finding?.cause, 'path-mtu-black-hole');
    assert.match(finding?.whys.at(-1)?.claim ?? '', /it says so, and the sender did not heed it/);
  });

  it('does not explain a RST of a firewall that comes later, but is told with it', async () => {
    const finding = await only([
      ...gotRound,
      data(6, 2761, 100),
      { at: 6.0005, from: 'responder', flags: 'R', seq: 5051, ttl: 63 },
    ]);
    assert.equal(finding.cause, 'firewall-reject');
    assert.match(
      whyNotBlackHole(finding),
      /in vain for 4\.50 s, but its bytes went on in smaller ones from frame 13 on/,
    );
  });

  it('nor one by which an end aborts', () => {
    const [finding] = explainStory(
      gettingRound(story({ timestamps: false }).handshake())
        .wait(500)
        .abort('responder'),
    );
    assert.ok(finding !== undefined);
    assert.equal(finding.cause, 'unread-data');
    assert.match(
      whyNotBlackHole(finding),
      /in vain for 2\.10 s, but its bytes went on in smaller ones from frame 9 on/,
    );
  });

  it('is possible behind the place of the loss: full segments are missing until smaller ones come', async () => {
    const finding = await only([...before, ...behind, ...pieces(2761)]);
    assert.equal(finding.cause, 'path-mtu-black-hole');
    assert.equal(finding.verdict, 'possible');
    assert.match(claims(finding), /1,460 bytes were missing for 4\.50 s, as many as 1 full segment/);
    assert.match(details(finding), /the large segments themselves are not in the capture/);
  });

  it('is none behind the place of the loss when full segments are seen there', () =>
    none([...before, data(0.5, 1101, 1460), ack(0.51, 2561), ...later(2561 - 1101, [...behind, ...pieces(2761)])]));
});

/** The same with higher numbers. */
function later(by: number, segments: readonly Segment[]): Segment[] {
  const shift = (text: string) => text.replace(/\d{4}/g, (number) => String(Number(number) + by));
  return segments.map((segment) => ({
    ...segment,
    ...(segment.from === 'originator'
      ? { seq: segment.seq + by }
      : { ack: (segment.ack ?? 0) + by, options: shift(segment.options ?? '') }),
  }));
}

/** 1460 bytes are sent three times and then in two pieces; 200 bytes behind them had arrived. */
function gettingRound(
  told: ReturnType<typeof story>,
  beforePieces: (told: ReturnType<typeof story>) => unknown = () => {},
) {
  told.data('originator', 1460).data('originator', 200);
  const { next } = told.ends.originator;
  told.ack('responder', { acknowledgment: next - 1660, options: 8 });
  for (const ms of [300, 600]) told.wait(ms).resend('originator', 1660, 1460);
  told.wait(1200);
  beforePieces(told);
  told.resend('originator', 1660, 1000).ack('responder', { acknowledgment: next - 660, options: 8 });
  return told.resend('originator', 660, 460).ack('responder');
}

function whyNotBlackHole({ ruledOut }: Finding): string {
  return ruledOut.find(({ cause }) => cause === 'path-mtu-black-hole')?.because ?? '';
}
