import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Ladder } from '@fivewhys/evidence';
import fc from 'fast-check';
import { boxOf, drawLadder, type LadderDrawing } from '../src/html/ladder-drawing.ts';
import { tidyLadder } from '../src/tidy-ladder.ts';
import { bigLadder, timeWaitReuse } from './sample-findings.ts';

const none = { evidence: new Set<number>(), resets: new Set<number>() };
const story = timeWaitReuse.ladder ?? assert.fail();

describe('a drawn ladder', () => {
  test('has an arrow for each row, one below the other, from the end that sent it', () => {
    const { arrows, bars } = drawLadder(story, none, false);
    const [left, right] = [...new Set(bars.map(({ x }) => x))];
    assert.deepEqual(
      arrows.map(({ from }) => from),
      [right, left, right, left, right, left],
    );
    assert.deepEqual(
      arrows.map(({ y }) => y),
      arrows.map(({ y }) => y).toSorted((a, b) => a - b),
    );
  });

  test('marks the frames that are evidence, and draws a RST, a retransmission and ICMP each in their way', () => {
    const rows = bigLadder.rows.map((row, index) => (index === 2 ? { ...row, repeats: 10 } : row));
    const drawing = drawLadder(
      tidyLadder({ ...bigLadder, rows }, true),
      { evidence: new Set([7, 12, 99]), resets: new Set([12]) },
      false,
    );
    assert.equal(drawing.marks.length, 2);
    assert.deepEqual(
      drawing.arrows.map(({ role }) => role),
      ['segment', 'segment', 'repeat', 'reset', 'icmp'],
    );
    const notes = drawing.texts.filter(({ role }) => role === 'note').map(({ text }) => text);
    assert.match(notes.join(' '), /would tell it apart; frame 10 sent again/);
  });

  test('breaks its bars where silence was long, and says how long', () => {
    const { texts, bars } = drawLadder(story, none, false);
    assert.deepEqual(
      texts.filter(({ role }) => role === 'gap').map(({ text }) => text),
      ['55.59 s later', '3 s later'],
    );
    assert.equal(bars.filter(({ broken }) => broken).length, 4);
  });

  test('breaks nothing where the capture has no times', () => {
    const rows = story.rows.map((row) => ({ ...row, sinceFirstNs: Number.NaN }));
    const { texts } = drawLadder({ ...story, rows }, none, false);
    assert.deepEqual(
      texts.filter(({ role }) => role === 'gap' || role === 'seconds'),
      [],
    );
  });

  test('is always the same for the same ladder, and no wider than a phone when it is narrow', () => {
    assert.deepEqual(drawLadder(bigLadder, none, true), drawLadder(bigLadder, none, true));
    assert(drawLadder(bigLadder, none, true).width <= 336);
  });

  test('has no text over another, nor outside of the drawing, whatever is in it', () => {
    const text = fc.oneof(
      fc.lorem(),
      fc.string(),
      fc.constantFrom('', '大きさ'.repeat(30), 'x'.repeat(200), 'SYN seq 4294967295 ack 4294967295 len 65535'),
    );
    const row = fc.record({
      frame: fc.integer({ min: 1, max: 1e9 }),
      sinceFirstNs: fc.oneof(fc.nat(1e12), fc.constant(Number.NaN)),
      from: fc.constantFrom('originator' as const, 'responder' as const, 'icmp' as const),
      text,
      note: text,
    });
    const ladder = fc.record({ rows: fc.array(row, { maxLength: 8 }), originator: text, responder: text });
    fc.assert(
      fc.property(ladder, fc.boolean(), (parts, narrow) => {
        const evidence = new Set(parts.rows.map(({ frame }) => frame));
        checkPlaces(drawLadder({ ...bigLadder, ...parts } as Ladder, { evidence, resets: evidence }, narrow));
      }),
    );
  });
});

function checkPlaces({ texts, width, height }: LadderDrawing): void {
  const boxes = texts.map((text) => ({ ...boxOf(text), text: text.text }));
  boxes.forEach((box, index) => {
    assert(
      box.left >= -0.5 && box.right <= width + 0.5 && box.top >= -0.5 && box.bottom <= height + 0.5,
      `outside: ${box.text}`,
    );
    for (const other of boxes.slice(index + 1)) {
      const apart =
        box.right <= other.left || other.right <= box.left || box.bottom <= other.top || other.bottom <= box.top;
      assert(apart, `${box.text} over ${other.text}`);
    }
  });
}
