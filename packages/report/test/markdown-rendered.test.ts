import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import type { Explanation } from '@fivewhys/diagnosis';
import { renderers } from '@fivewhys/report';
import fc from 'fast-check';
import type { Block } from '../src/document/document.ts';
import { explanationDocument } from '../src/document/explanation-document.ts';
import { arbitraryExplanation } from './arbitrary-explanation.ts';

/** GitHub's own renderer, with all that it can. */
const extensions = ['table', 'autolink', 'strikethrough', 'tasklist', 'footnotes'].flatMap((name) => ['-e', name]);
const render = (markdown: string) =>
  spawnSync('cmark-gfm', [...extensions, '--unsafe', '--to', 'html'], { input: markdown, encoding: 'utf8' });
const missing = render('').error === undefined ? false : 'the Debian package cmark-gfm is not installed';

/** Texts made of everything that means something in Markdown. */
const syntax = [
  ...[
    '<b>',
    '<!-- ',
    '-->',
    '[a](http://x)',
    '![i](y)',
    '[x]',
    '[^1]',
    '&amp;',
    '&#65;',
    'www.a.b',
    'http://a.b/c',
    'a@b.cd',
  ],
  ...['`', '``', '```', '~~~', '~~', '*', '**', '_', '|', '\\', '$x$', '!', '(', ')', 'word', ' ', 'é'],
  ...['# h', '- ', '1. ', '> ', '---', '===', '\n\n', '\n# x\n', '    code'],
];
const text = fc.array(fc.constantFrom(...syntax), { maxLength: 12 }).map((pieces) => pieces.join(''));

/** Fields of which the values are a closed list. */
const closed = new Set(['kind', 'verdict', 'sentBy', 'from', 'outcome', 'originatorBasis', 'vantage', 'compression']);

function withTexts(value: unknown, next: () => string): unknown {
  if (typeof value === 'string') return next();
  if (Array.isArray(value)) return value.map((one) => withTexts(one, next));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, closed.has(name) ? one : withTexts(one, next)]),
  );
}

const sections = (blocks: readonly Block[]): number =>
  blocks.reduce((sum, block) => (block.kind === 'section' ? sum + 1 + sections(block.blocks) : sum), 0);

describe("rendered by GitHub's renderer, Markdown", { skip: missing }, () => {
  test('has our elements and our headings and no other, whatever the texts are', () => {
    const ours = /^(?:h[1-6]|p|ul|ol|li|strong|code|pre|table|thead|tbody|tr|th|td)$/;
    fc.assert(
      fc.property(arbitraryExplanation, fc.array(text, { minLength: 30, maxLength: 60 }), (explanation, texts) => {
        let index = 0;
        const hostile = withTexts(explanation, () => texts[index++ % texts.length] ?? '') as Explanation;
        const html = render(
          renderers.markdown(hostile, { width: 80, color: false, unicode: true, verbose: true }).output,
        ).stdout;
        for (const [tag, name = ''] of html.matchAll(/<\/?([a-zA-Z!-][\w-]*)[^>]*>/g)) {
          assert.match(name, ours, `${tag} in ${html.slice(0, 2000)}`);
        }
        const document = explanationDocument(hostile, { verbose: true });
        assert.equal(html.match(/<h[1-6]>/g)?.length, 1 + sections(document.blocks));
      }),
      { numRuns: 60 },
    );
  });
});
