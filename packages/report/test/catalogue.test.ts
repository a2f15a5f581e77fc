import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { causeIds, describeCauses } from '@fivewhys/diagnosis';
import { catalogueRenderers, renderers } from '@fivewhys/report';
import { columns } from '../src/text/columns.ts';
import { readHtml, textOfElement } from './html-reader.ts';
import { block } from './text-of.ts';

const options = { width: 80, color: false, unicode: true };
const all = await describeCauses(causeIds);

describe('the catalogue', () => {
  test('is written in the formats of findings', () => {
    assert.deepEqual(Object.keys(catalogueRenderers), Object.keys(renderers));
  });

  test('has in text a line for each cause, and a longer title stays in its column', () => {
    const { output, exitCode } = catalogueRenderers.text(all, options);
    assert.equal(exitCode, 0);
    for (const id of causeIds) assert.match(output, new RegExp(`^  ${id}  `, 'm'));
    assert(output.split('\n').every((line) => columns(line) <= 80));
    assert.match(catalogueRenderers.text(all, { ...options, unicode: false }).output, /^[\n -~]*$/);
  });

  test('says of one cause all that is known, with sources', async () => {
    assert.match(
      catalogueRenderers.text(await describeCauses(['late-data']), options).output,
      block(`
late-data: data was sent after the other end had closed

What is seen
  · An end sends data although it has acknowledged the FIN of the other; a kind
    A RST answers, its seq that of the FIN + 1.
    Source: measured with Linux 6.18, IPv4
  · Where the closed end had only finished sending and reads on (Apache httpd,
    lighttpd), a request sent behind its FIN is acknowledged, no RST comes, and
    nothing answers it.
    Source: seen in captures of lighttpd 1.4; RFC 9112 section 9.6

What it implies
`),
    );
  });

  test('says the same of every cause in every format', () => {
    for (const cause of all) {
      const page = textOfElement(readHtml(catalogueRenderers.html([cause], options).output));
      const markdown = catalogueRenderers.markdown([cause], options).output;
      const { causes } = JSON.parse(catalogueRenderers.json([cause], options).output);
      assert.equal(causes[0].id, cause.id);
      assert(markdown.startsWith(`# ${cause.id}: `));
      for (const { text } of [...cause.seen, ...cause.implies, ...cause.settledBy]) {
        assert(page.includes(text.replaceAll('`', '')), text);
      }
    }
  });
});
