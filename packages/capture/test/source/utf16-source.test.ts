import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Utf16Source, utf16Of } from '../../src/source/utf16-source.ts';
import { PieceSource } from '../build/piece-source.ts';
import { readBytes } from '../build/read-bytes.ts';

function utf16(text: string, encoding: 'utf-16le' | 'utf-16be'): Uint8Array {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return encoding === 'utf-16le' ? bytes : bytes.swap16();
}

async function readAll(bytes: Uint8Array, headBytes: number, pieceBytes: number): Promise<string> {
  const head = bytes.subarray(0, headBytes);
  const encoding = utf16Of(head);
  assert.ok(encoding !== undefined);
  const source = new Utf16Source(new PieceSource(bytes.subarray(headBytes), pieceBytes), head, encoding);
  const target = new Uint8Array(7);
  const parts: Uint8Array[] = [];
  for (let count = await source.read(target, 0, 7); count > 0; count = await source.read(target, 0, 7)) {
    parts.push(target.slice(0, count));
  }
  return Buffer.concat(parts).toString('utf8');
}

describe('a text in UTF-16', () => {
  it('comes out as UTF-8, of both byte orders, whatever the pieces are', async () => {
    const sizes = fc.integer({ min: 1, max: 9 });
    const encodings = fc.constantFrom('utf-16le' as const, 'utf-16be' as const);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), encodings, sizes, sizes, async (text, encoding, head, piece) => {
        assert.equal(await readAll(utf16(text, encoding), head + 1, piece), text);
      }),
    );
  });

  it('is told by its byte order mark alone', () => {
    assert.equal(utf16Of(new Uint8Array([0xff, 0xfe, 0x41, 0])), 'utf-16le');
    assert.equal(utf16Of(new Uint8Array([0xfe, 0xff, 0, 0x41])), 'utf-16be');
    assert.equal(utf16Of(new Uint8Array([0x41, 0])), undefined);
  });

  it('may be what tcpdump printed, in the shell of Windows', async () => {
    const text = '17:15:00.320997 IP 192.0.2.1.40000 > 192.0.2.2.80: Flags [S], seq 1, win 5, length 0\r\n';
    const { reading, segments } = await readBytes(utf16(text, 'utf-16le'));
    assert.deepEqual([reading.kind, segments.length], ['tcpdump-text', 1]);
  });
});
