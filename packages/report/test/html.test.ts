import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import type { Explanation } from '@fivewhys/diagnosis';
import { type RenderOptions, renderers } from '@fivewhys/report';
import fc from 'fast-check';
import { style, styleHash } from '../src/html/style.ts';
import { arbitraryExplanation } from './arbitrary-explanation.ts';
import { type Element, elementsOf, readHtml, textOfElement } from './html-reader.ts';
import { closedPort, timeWaitReuse } from './sample-findings.ts';
import * as samples from './samples.ts';

function htmlOf(explanation: Explanation, options: Partial<RenderOptions> = {}): string {
  return renderers.html(explanation, { width: 80, color: true, unicode: true, ...options }).output;
}

/** Everything that a page of ours consists of. What is not here can't be in it, whoever wrote the capture. */
const elements =
  /^(#page|html|head|meta|title|style|body|main|footer|section|h[1-6]|p|dl|div|dt|dd|ol|ul|li|span|strong|code|pre|a|table|caption|thead|tbody|tr|th|td|figure|figcaption|details|summary|svg|desc|path|rect|text)$/;
const attributes =
  /^(lang|charset|http-equiv|content|name|id|class|scope|role|aria-label|aria-labelledby|aria-describedby|tabindex|data-title|href|viewBox|width|height|d|x|y|rx|text-anchor|textLength|lengthAdjust)$/;

describe('an explanation in HTML', () => {
  const page = htmlOf(samples.proven);
  const all = elementsOf(readHtml(page));
  const texts = (name: string, within = all) => within.filter((one) => one.name === name).map(textOfElement);

  test('says first what happened, why and what to do', () => {
    assert.deepEqual(texts('h1'), ['time-wait-reuse in 1 connection: a SYN ran into a TIME_WAIT socket']);
    assert.deepEqual(texts('dt').slice(0, 3), ['Happened', 'Root', 'To do']);
    assert.match(texts('dd')[2] ?? '', /^Let the load balancer keep TCP timestamps/);
  });

  test('loads nothing, and has a policy under which it could not', () => {
    const policy = all.find((one) => one.attributes.get('http-equiv') === 'Content-Security-Policy');
    assert.equal(
      policy?.attributes.get('content'),
      `default-src 'none'; style-src '${styleHash}'; base-uri 'none'; form-action 'none'`,
    );
    assert.doesNotMatch(style, /url\(|@import|</);
  });

  test('allows its own style and no other (else: this is the hash to write into style.ts)', () => {
    const [applied] = all.filter(({ name }) => name === 'style').map(textOfElement);
    assert.equal(
      styleHash,
      `sha256-${createHash('sha256')
        .update(applied ?? '')
        .digest('base64')}`,
    );
  });

  test('has a language, a title, one main heading, and no step left out among its headings', () => {
    for (const sample of Object.values(samples.samples)) {
      const own = elementsOf(readHtml(htmlOf(sample, { verbose: true })));
      assert.equal(own.find(({ name }) => name === 'html')?.attributes.get('lang'), 'en');
      assert.match(texts('title', own)[0] ?? '', /. - fivewhys$/);
      const levels = own.flatMap(({ name }) => (/^h\d$/.test(name) ? [Number(name[1])] : []));
      assert.equal(levels.filter((level) => level === 1).length, 1);
      assert(
        levels.every((level, index) => level <= (levels[index - 1] ?? 0) + 1),
        levels.join(' '),
      );
    }
  });

  test('draws each ladder for wide and for narrow windows, each with a title and a description', () => {
    const drawings = all.filter(({ name }) => name === 'svg');
    assert.deepEqual(
      drawings.map((one) => one.attributes.get('class')),
      ['ladder wide', 'ladder narrow'],
    );
    for (const drawing of drawings) {
      assert.deepEqual(texts('title', elementsOf(drawing)), ['Stream 1']);
      assert.match(
        texts('desc', elementsOf(drawing))[0] ?? '',
        /^Frame 7 at 0\.000000 s, responder to originator: FIN seq 2030898876/,
      );
    }
  });

  test('folds what is long and not needed at first, and nothing else', () => {
    assert.deepEqual(texts('summary'), [
      '2. Reuse connections: the churn is what brings a port round again within 60 s.',
      'Ruled out',
    ]);
  });

  test('leads from the table of findings to each of them', () => {
    const own = elementsOf(readHtml(htmlOf(samples.mixed)));
    const ids = new Set(own.map((one) => one.attributes.get('id')));
    const links = own.filter(({ name }) => name === 'a').map((one) => one.attributes.get('href') ?? '');
    assert.equal(links.length, 3);
    for (const link of links) assert(ids.has(link.slice(1)), link);
  });

  test('of 12,000 connections and of 1,000 findings names some and counts the rest', () => {
    assert(htmlOf(samples.grouped).length < 20_000);
    assert.match(htmlOf(samples.grouped), /and 11,971 more of a\.pcapng/);
    const findings = Array.from({ length: 1000 }, () => ({ ...closedPort, ladder: timeWaitReuse.ladder }));
    const many = htmlOf({ ...samples.grouped, findings });
    assert(many.length < 2_000_000, `${many.length}`);
    assert.match(many, /And 500 more findings\./);
    const connections = Array.from({ length: 100_000 }, () => samples.samples.withConnections?.connections?.[0]);
    const listed = htmlOf({ ...samples.proven, connections } as Explanation);
    assert(listed.length < 500_000, `${listed.length}`);
    assert.match(listed, /And 99,500 more connections/);
  });

  test('is the same page in ASCII alone', () => {
    const ascii = htmlOf(samples.proven, { unicode: false });
    assert.match(ascii, /^[\n -~]*$/);
    assert.deepEqual(readHtml(ascii), readHtml(page));
  });
});

describe('text from a capture, in HTML,', () => {
  const script = '</style></title><script>alert(1)</script><img src=x onerror=alert(1)>"\'><a href=javascript:x>`<b>`';
  const hostile = {
    ...samples.proven,
    inputs: samples.proven.inputs.map((input) => ({ ...input, path: script, notes: [script] })),
    findings: [
      {
        ...timeWaitReuse,
        id: script,
        cause: script,
        symptom: script,
        ladder: timeWaitReuse.ladder && { ...timeWaitReuse.ladder, originator: script },
      },
    ],
  };

  test('is shown as it is, and adds no element', () => {
    const before = elementsOf(readHtml(htmlOf(samples.proven))).map(({ name }) => name);
    const after = elementsOf(readHtml(htmlOf(hostile)));
    assert.deepEqual([...new Set(after.map(({ name }) => name))].sort(), [...new Set(before)].sort());
    assert(textOfElement(after[0] as Element).includes(script.replaceAll('`', '')));
  });

  test('makes a page that is sound and holds nothing but our elements, whatever it is', () => {
    fc.assert(
      fc.property(arbitraryExplanation, fc.boolean(), fc.boolean(), (explanation, unicode, verbose) => {
        const output = htmlOf(explanation, { unicode, verbose });
        const all = elementsOf(readHtml(output));
        const ids = all.flatMap((one) => one.attributes.get('id') ?? []);
        assert.equal(new Set(ids).size, ids.length);
        for (const element of all) {
          assert.match(element.name, elements);
          for (const [name, value] of element.attributes) {
            assert.match(name, attributes);
            if (name === 'href') assert.match(value, /^#finding-\d+$/);
            if (name.startsWith('aria-') && name !== 'aria-label') assert(ids.includes(value));
          }
        }
        assert.doesNotMatch(output.replaceAll('\n', ''), /[\p{Cc}\p{Cf}\u2028\u2029]/u);
      }),
    );
  });

  test('is all there: each symptom, claim and command can be read on the page', () => {
    for (const sample of [samples.proven, samples.undetermined]) {
      const text = textOfElement(readHtml(htmlOf(sample)));
      for (const { symptom, whys, remedies } of sample.findings) {
        const said = [symptom, ...whys.map(({ claim }) => claim), ...remedies.flatMap(({ commands }) => commands)];
        for (const words of said) assert(text.includes(words), words);
      }
    }
  });
});

describe('the colours of the page', () => {
  const themes = [...style.matchAll(/:root \{([^}]*)\}/g)].map(
    ([, block = '']) =>
      new Map([...block.matchAll(/--(\w+): (#[0-9a-f]+)/g)].map(([, name = '', color = '']) => [name, color])),
  );

  for (const [index, name] of ['light', 'dark', 'print'].entries()) {
    test(`are told apart easily: ${name}`, () => {
      const theme = themes[index];
      assert(theme);
      const color = (role: string) => theme.get(role) ?? assert.fail(role);
      for (const role of ['text', 'quiet', 'link', 'reset', 'proven', 'likely', 'possible', 'undetermined']) {
        for (const ground of ['ground', 'raised']) {
          const ratio = contrast(color(role), color(ground));
          assert(ratio >= 4.5, `${role} on ${ground}: ${ratio.toFixed(2)}`);
        }
      }
      assert(contrast(color('text'), color('mark')) >= 4.5);
    });
  }
});

/** WCAG 2.2, "contrast ratio". */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const digits = color.length === 4 ? color.replace(/[0-9a-f]/g, '$&$&') : color;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(digits.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
