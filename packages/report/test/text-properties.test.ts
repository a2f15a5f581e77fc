import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { renderers } from '@fivewhys/report';
import fc from 'fast-check';
import { columns } from '../src/text/columns.ts';
import { wrap } from '../src/text/wrap.ts';
import { arbitraryExplanation } from './arbitrary-explanation.ts';
import { samples } from './samples.ts';

const width = fc.integer({ min: 40, max: 110 });
const either = fc.boolean();

describe('text output, whatever the capture held,', () => {
  test('has no line that is too wide, unless it holds a command or one long word', () => {
    fc.assert(
      fc.property(arbitraryExplanation, width, either, either, (explanation, width, unicode, verbose) => {
        const { output } = renderers.text(explanation, { width, color: false, unicode, verbose });
        for (const line of output.split('\n')) {
          assert(columns(line) <= width || isCommand(line) || isOneWord(line), `${columns(line)} of ${width}: ${line}`);
        }
      }),
    );
  });

  test('has no control character but line breaks when no colour is wanted', () => {
    fc.assert(
      fc.property(arbitraryExplanation, width, either, either, (explanation, width, unicode, verbose) => {
        const { output } = renderers.text(explanation, { width, color: false, unicode, verbose });
        assert.doesNotMatch(output.replaceAll('\n', ''), /[\p{Cc}\p{Cf}\u2028\u2029]/u);
      }),
    );
  });

  test('has no escape sequence but our colours when colour is wanted', () => {
    fc.assert(
      fc.property(arbitraryExplanation, width, either, (explanation, width, unicode) => {
        const { output } = renderers.text(explanation, { width, color: true, unicode });
        // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control sequences
        const uncolored = output.replace(/\u001b\[(?:[12]|3[1-6])(?:;(?:[12]|3[1-6]))*m|\u001b\[0m/g, '');
        assert.doesNotMatch(uncolored.replaceAll('\n', ''), /[\p{Cc}\p{Cf}]/u);
      }),
    );
  });

  test('is pure ASCII when Unicode is not wanted', () => {
    fc.assert(
      fc.property(arbitraryExplanation, width, either, (explanation, width, verbose) => {
        const { output } = renderers.text(explanation, { width, color: false, unicode: false, verbose });
        assert.match(output, /^[\n -~]*$/);
      }),
    );
  });

  test('keeps every command whole, each line of it on a line of its own', () => {
    const lines = new Set(
      renderers
        .text(samples.mixed ?? assert.fail(), { width: 40, color: false, unicode: true })
        .output.split('\n')
        .map((line) => line.trim()),
    );
    for (const { next, remedies } of samples.mixed?.findings ?? []) {
      for (const command of [...next.map((step) => step.command), ...remedies.flatMap(({ commands }) => commands)]) {
        assert(lines.has(command), command);
      }
    }
  });

  test('has no space at the end of a line, and no two empty lines together', () => {
    for (const sample of Object.values(samples)) {
      const { output } = renderers.text(sample, { width: 80, color: false, unicode: true });
      assert.doesNotMatch(output, / \n|\n\n\n|\n\n$/);
      assert.doesNotMatch(output, /^\n/);
    }
  });
});

function isCommand(line: string): boolean {
  return line.startsWith(' '.repeat(15));
}

/** Nothing but one word that cannot be broken, after the indent, the label and the bullet. */
function isOneWord(line: string): boolean {
  const text = line.slice(0, 13).trim() === '' ? line.trim() : line.replace(/^ {2}\S[\w ]{0,8}\S +/, '').trim();
  return wrap(text, 1).length === 1;
}
