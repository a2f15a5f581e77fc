import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  OPTION_FAST_OPEN,
  OPTION_MD5,
  OPTION_MPTCP,
  OPTION_MPTCP_FASTCLOSE,
  OPTION_MSS,
  OPTION_SACK,
  OPTION_SACK_PERMITTED,
  OPTION_TIMESTAMPS,
  OPTION_WINDOW_SCALE,
  OPTIONS_INCOMPLETE,
} from '@fivewhys/capture';
import fc from 'fast-check';
import type { Bytes } from '../build/bytes.ts';
import { decodeSegment } from '../build/decode-frame.ts';
import { ipv4 } from '../build/ipv4.ts';
import { pcapFile } from '../build/pcap-file.ts';
import { type ReadSegment, readBytes } from '../build/read-bytes.ts';
import { tcp } from '../build/tcp.ts';
import {
  alignedTimestamps,
  authentication,
  endOfList,
  experimentalFastOpen,
  fastOpen,
  maximumSegmentSize,
  md5,
  multipath,
  noOperation,
  option,
  sack,
  sackPermitted,
  timestamps,
  windowScale,
} from '../build/tcp-options.ts';

const raw = 228;

function withOptions(options: Bytes): Promise<ReadSegment> {
  return decodeSegment(raw, ipv4({}, tcp({ options })));
}

const single: Readonly<Record<string, readonly [option: readonly number[], bits: number, values?: object]>> = {
  'maximum segment size': [maximumSegmentSize(1460), OPTION_MSS, { mss: 1460 }],
  'window scale': [windowScale(7), OPTION_WINDOW_SCALE, { windowScale: 7 }],
  'window scale above 14, which counts as 14 (RFC 7323)': [windowScale(200), OPTION_WINDOW_SCALE, { windowScale: 14 }],
  'SACK permitted': [sackPermitted, OPTION_SACK_PERMITTED],
  'SACK, of whose blocks the first is kept': [
    sack([0x8000_0000, 0x8000_1000], [5, 6]),
    OPTION_SACK,
    { sackLeft: 0x8000_0000 | 0, sackRight: 0x8000_1000 | 0 },
  ],
  timestamps: [timestamps(0xffff_fffe, 3), OPTION_TIMESTAMPS, { timestampValue: -2, timestampEcho: 3 }],
  'timestamps as Linux aligns them': [
    alignedTimestamps(0xffff_fffe, 3),
    OPTION_TIMESTAMPS,
    { timestampValue: -2, timestampEcho: 3 },
  ],
  MD5: [md5, OPTION_MD5],
  'authentication (TCP-AO)': [authentication, OPTION_MD5],
  'multipath TCP': [multipath, OPTION_MPTCP],
  'multipath TCP that is to be aborted (RFC 8684 section 3.5)': [
    option(30, [0x70, 0, 1, 2, 3, 4, 5, 6, 7, 8]),
    OPTION_MPTCP | OPTION_MPTCP_FASTCLOSE,
  ],
  'fast open': [fastOpen, OPTION_FAST_OPEN],
  'fast open under its experimental number': [experimentalFastOpen, OPTION_FAST_OPEN],
  'another experiment, which is none': [option(254, [0x12, 0x34]), 0],
  'an unknown option': [option(99, [1, 2, 3]), 0],
};

describe('each option is read:', () => {
  for (const [name, [bytes, bits, values = {}]] of Object.entries(single)) {
    test(name, async () => {
      const segment = await withOptions(bytes);
      assert.equal(segment.options, bits);
      const none = { mss: 0, windowScale: 0, timestampValue: 0, timestampEcho: 0, sackLeft: 0, sackRight: 0 };
      for (const [field, value] of Object.entries({ ...none, ...values })) {
        assert.equal(segment[field as keyof ReadSegment], value, field);
      }
    });
  }
});

test('the options of a Linux SYN are all read', async () => {
  const bytes = [
    ...maximumSegmentSize(65_495),
    ...sackPermitted,
    ...timestamps(1, 0),
    ...noOperation,
    ...windowScale(8),
  ];
  const segment = await withOptions(bytes);
  assert.equal(segment.options, OPTION_MSS | OPTION_SACK_PERMITTED | OPTION_TIMESTAMPS | OPTION_WINDOW_SCALE);
  assert.deepEqual([segment.mss, segment.windowScale, segment.timestampValue], [65_495, 8, 1]);
});

test('the order of options does not matter', async () => {
  const list = [maximumSegmentSize(9), windowScale(3), sackPermitted, timestamps(5, 6), [...noOperation]];
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(list, { minLength: list.length }), async (shuffled) => {
      const { mss, windowScale, timestampValue, timestampEcho, options } = await withOptions(shuffled.flat());
      assert.deepEqual([mss, windowScale, timestampValue, timestampEcho], [9, 3, 5, 6]);
      assert.equal(options, OPTION_MSS | OPTION_WINDOW_SCALE | OPTION_SACK_PERMITTED | OPTION_TIMESTAMPS);
    }),
    { numRuns: 60 },
  );
});

describe('a list of options', () => {
  test('ends at End of Option List; what lies behind is not read', async () => {
    const segment = await withOptions([...endOfList, ...maximumSegmentSize(1460)]);
    assert.equal(segment.options, 0);
  });

  for (const length of [0, 1]) {
    test(`with an option of length ${length} ends there, and is marked incomplete`, async () => {
      const segment = await withOptions([...maximumSegmentSize(1460), 8, length, ...new Array(10).fill(1)]);
      assert.equal(segment.options, OPTION_MSS | OPTIONS_INCOMPLETE);
    });
  }

  test('with an option that goes past the header is marked incomplete', async () => {
    const segment = await withOptions([...windowScale(2), 8]);
    assert.equal(segment.options, OPTION_WINDOW_SCALE | OPTIONS_INCOMPLETE);
    const longer = await withOptions([...maximumSegmentSize(1), 8, 10, 0, 0]);
    assert.equal(longer.options, OPTION_MSS | OPTIONS_INCOMPLETE);
  });

  test('with an option whose length its kind does not allow steps over that one', async () => {
    const bytes = [...option(2, [1]), ...option(3, [1, 2]), ...option(8, [1, 2, 3, 4]), ...option(5, [1, 2]), 1, 1];
    const segment = await withOptions(bytes);
    assert.equal(segment.options, 0);
  });

  test('that the snap length cuts is read up to there, and marked incomplete', async () => {
    const frame = ipv4({}, tcp({ options: [...maximumSegmentSize(1460), ...timestamps(1, 2)] }));
    const cut = { frame: frame.subarray(0, 47), originalBytes: frame.length };
    assert.equal((await decodeSegment(raw, cut)).options, OPTION_MSS | OPTIONS_INCOMPLETE);
  });

  test('of aligned timestamps that the snap length cuts has no timestamps', async () => {
    const frame = ipv4({}, tcp({ options: alignedTimestamps(1, 2) }));
    const segment = await decodeSegment(raw, { frame: frame.subarray(0, 51), originalBytes: frame.length });
    assert.deepEqual([segment.options, segment.timestampValue], [OPTIONS_INCOMPLETE, 0]);
  });
});

test('whatever bytes the options are, the segment and its payload are read', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 50, maxLength: 100 }), async (lists) => {
      const frames = lists.map((options) => ipv4({}, tcp({ options }, [1, 2, 3])));
      const { segments, context } = await readBytes(pcapFile(frames, { linkType: raw }));
      assert.equal(context.damage.count, 0);
      assert.deepEqual(
        segments.map(({ payload }) => [...payload]),
        frames.map(() => [1, 2, 3]),
      );
    }),
    { numRuns: 30 },
  );
});

test('the options of one segment are not left over for the next', async () => {
  const first = [...maximumSegmentSize(1460), ...windowScale(7), ...timestamps(1, 2), ...sack([3, 4])];
  const frames = [first, []].map((options) => ipv4({}, tcp({ options })));
  const { segments } = await readBytes(pcapFile(frames, { linkType: raw }));
  const {
    options,
    mss,
    windowScale: scale,
    timestampValue,
    timestampEcho,
    sackLeft,
    sackRight,
  } = segments[1] as ReadSegment;
  assert.deepEqual([options, mss, scale, timestampValue, timestampEcho, sackLeft, sackRight], [0, 0, 0, 0, 0, 0, 0]);
});
