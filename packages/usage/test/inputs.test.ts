import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { analyzeUsage, type UsageInput, type UsageProgress } from '@fivewhys/usage';
import { Folder, lines, log, record } from './logs.ts';

const three = [1, 2, 3].map((cost) => record({ cost, atMs: cost }));

async function read(...inputs: readonly UsageInput[]) {
  const report = await analyzeUsage(inputs);
  const [input] = report.inputs;
  return { ...report, input, units: report.figures?.totals.units };
}

describe('inputs', () => {
  test('that are files let the event loop turn between their chunks, or what DuckDB took is never freed', async () => {
    using folder = new Folder();
    const path = folder.write('large', lines(three).repeat(5000));
    let turns = 0;
    let going = true;
    const turn = () => {
      turns += 1;
      if (going) setImmediate(turn);
    };
    turn();
    const seen: number[] = [];
    await analyzeUsage([path], { onProgress: ({ done }) => !done && seen.push(turns) });
    going = false;
    assert(seen.length > 3, `${seen}`);
    assert.equal(new Set(seen).size, seen.length, `${seen}`);
  });

  test('are told by their content: packed or not, records and access logs side by side', async () => {
    using folder = new Folder();
    const text = lines(three);
    const paths = [
      folder.write('plain', text),
      folder.write('gz', gzipSync(text)),
      folder.write('zst', zstdCompressSync(text)),
      folder.write('two-members', Buffer.concat([gzipSync(text), gzipSync(text)])),
      folder.write('two-frames', Buffer.concat([zstdCompressSync(text), zstdCompressSync(text)])),
    ];
    const { inputs, units } = await read(...paths);
    assert.deepEqual(
      inputs.map(({ records, compression }) => [records, compression]),
      [
        [3, undefined],
        [3, 'gzip'],
        [3, 'zstd'],
        [6, 'gzip'],
        [6, 'zstd'],
      ],
    );
    assert.equal(units, 6 * 7);
  });

  test('lose only the lines that are damaged, which are counted and named by number', async () => {
    const { input, units } = await read(log([three[0], '{"kind":"request",', three[1], '', 'nonsense', three[2]]));
    assert.equal(units, 6);
    assert.deepEqual([input?.lines, input?.records, input?.damagedLines], [6, 3, 2]);
    assert.deepEqual(
      input?.damage.map(({ line }) => line),
      [2, 5],
    );
  });

  test('name a hundred damaged lines and count the others', async () => {
    const { input } = await read(log([...Array.from({ length: 150 }, () => '{'), three[0]]));
    assert.deepEqual([input?.damagedLines, input?.damage.length], [150, 100]);
  });

  test('that are packed and break off are read as far as they go', async () => {
    const many = Array.from({ length: 20_000 }, (_, index) =>
      record({ atMs: index, cost: 1, account: `a${(index * 7919) % 10_007}` }),
    );
    for (const [name, packed] of Object.entries({ gzip: gzipSync(lines(many)), zstd: zstdCompressSync(lines(many)) })) {
      const { input } = await read(log(packed.subarray(0, packed.length - 1000)));
      assert(input !== undefined && input.records > 5000 && input.records < 20_000, `${name}: ${input?.records}`);
      assert.match(input.damage.at(-1)?.reason ?? '', /breaks off|no JSON/, name);
      assert(
        input.damage.some(({ reason }) => /breaks off/.test(reason)),
        name,
      );
    }
  });

  test('with a line of more than a megabyte lose that line alone, however the bytes come', async () => {
    const bytes = Buffer.from(lines([three[0], `{"kind":"${'x'.repeat(3 << 20)}"}`, three[1]]));
    for (const size of [bytes.length, 65_536]) {
      const { input } = await read(log(bytes, size));
      assert.deepEqual([input?.records, input?.damage[0]?.line, input?.damagedLines], [2, 2, 1], String(size));
    }
  });

  test('come in chunks that part lines and characters anywhere', async () => {
    const bytes = Buffer.from(lines([record({ account: 'Zoë 🙂' }), record({ account: 'Zoë 🙂' })]));
    const { figures } = await read(log(bytes, 1));
    assert.deepEqual(
      figures?.accounts.map(({ account, requests }) => [account, requests]),
      [['Zoë 🙂', 2]],
    );
  });

  test('that are missing, empty, folders or of another kind are said, with a code, and the others are read', async () => {
    using folder = new Folder();
    const paths = [
      `${folder.path}/gone`,
      folder.write('empty', ''),
      folder.path,
      folder.write('binary', Buffer.from([0, 1, 2, 3, 255, 254])),
      folder.write('blank', '\n\n'),
      folder.write('plain-access.log', '192.0.2.7 - - [01/Mar/2026:11:00:00 +0100] "GET / HTTP/1.1" 200 512 "-" "-"\n'),
      folder.write('good', lines(three)),
    ];
    const { unreadable, inputs, figures } = await read(...paths);
    assert.deepEqual(
      unreadable.map(({ code }) => code),
      [
        'USAGE_INPUT_NOT_READABLE',
        'USAGE_INPUT_EMPTY',
        'USAGE_INPUT_NOT_READABLE',
        'USAGE_NO_RECORDS',
        'USAGE_NO_RECORDS',
        'USAGE_NO_RECORDS',
      ],
    );
    assert.match(unreadable[5]?.message ?? '', /x_usage_request_cost/);
    assert.deepEqual([inputs.length, figures?.totals.requests], [1, 3]);
    assert.equal((await read(...paths.slice(0, 3))).figures, undefined);
  });

  test('leave nothing behind in the temporary folder', async () => {
    const ours = () => readdirSync(tmpdir()).filter((name) => name.startsWith(`fivewhys-usage-${process.pid}-`));
    await read(log(three));
    await assert.rejects(analyzeUsage([log(three)], { top: 0 }), { code: 'USAGE_OPTION_INVALID' });
    assert.deepEqual(ours(), []);
  });

  test('tell how far they are read, of the file as it lies there', async () => {
    using folder = new Folder();
    const packed = gzipSync(lines(three));
    const path = folder.write('usage.gz', packed);
    const told: UsageProgress[] = [];
    await analyzeUsage([path], { onProgress: (progress) => told.push(progress) });
    assert.deepEqual(told.at(-1), { path, bytesRead: packed.length, totalBytes: packed.length, done: true });
  });
});
