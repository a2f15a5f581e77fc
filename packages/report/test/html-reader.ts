import assert from 'node:assert/strict';

/** An element of a page as the test reads it. */
export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: (Element | string)[];
}

const voids = new Set(['meta', 'link', 'br', 'hr', 'img', 'input']);
const tag = /<(\/?)([a-zA-Z][\w-]*)((?:\s+[\w:-]+="[^"<>]*")*)\s*(\/?)>/y;
const text = /[^<&]+|&(?:amp|lt|gt|quot|#\d+);/y;

/**
 * Reads a page far more strictly than a browser does: every tag closed in order, every attribute quoted, no bare `<` or `&` in texts. What a browser
 * would have to guess is an error here, for guessing is how injected text becomes an element.
 */
export function readHtml(page: string): Element {
  assert(page.startsWith('<!doctype html>\n'));
  const root: Element = { name: '#page', attributes: new Map(), children: [] };
  const open = [root];
  let position = '<!doctype html>\n'.length;
  while (position < page.length) {
    const parent = open.at(-1) ?? root;
    if (parent.name === 'style') {
      const end = page.indexOf('</style>', position);
      assert(end >= position, 'a style that never ends');
      parent.children.push(page.slice(position, end));
      position = end + '</style>'.length;
      open.pop();
      continue;
    }
    tag.lastIndex = position;
    text.lastIndex = position;
    const found = tag.exec(page);
    if (found === null) {
      const words = text.exec(page)?.[0];
      assert(words, `neither text nor a tag: ${page.slice(position, position + 60)}`);
      parent.children.push(decoded(words));
      position += words.length;
      continue;
    }
    const [whole, closing, name = '', attributes = '', selfClosing] = found;
    position += whole.length;
    if (closing === '/') {
      assert.equal(open.pop()?.name, name, `</${name}> closes another element`);
      continue;
    }
    const element = { name, attributes: attributesOf(attributes), children: [] };
    parent.children.push(element);
    if (!voids.has(name) && selfClosing !== '/') open.push(element);
  }
  assert.deepEqual(
    open.map(({ name }) => name),
    ['#page'],
  );
  return root;
}

function attributesOf(source: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = '', value = ''] of source.matchAll(/([\w:-]+)="([^"]*)"/g)) {
    assert(!attributes.has(name), `${name} twice`);
    assert.doesNotMatch(value, /&(?!(?:amp|lt|gt|quot|#\d+);)/, value);
    attributes.set(name, decoded(value));
  }
  return attributes;
}

function decoded(source: string): string {
  const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };
  return source.replace(/&(?:#(\d+)|(\w+));/g, (_, number, name) =>
    number ? String.fromCodePoint(Number(number)) : (named[name] ?? ''),
  );
}

/** The element and all in it, in the order of the page. */
export function elementsOf(element: Element): Element[] {
  return [element, ...element.children.flatMap((child) => (typeof child === 'string' ? [] : elementsOf(child)))];
}

/** What is read of an element. */
export function textOfElement(element: Element): string {
  return element.children.map((child) => (typeof child === 'string' ? child : textOfElement(child))).join('');
}
