import type { RootSchema, SchemaNode } from './json-schema.ts';

/**
 * Fills docs/findings-json.md and docs/compare.md: the table of each object of the schema between `<!-- fields of Finding -->` and `<!-- end of fields -->`, and the
 * example.
 */
export function filledPage(page: string, schema: RootSchema, example: string): string {
  return page
    .replace(/(<!-- fields of (\w+) -->\n)[\s\S]*?(<!-- end of fields -->)/g, (_, start, name, end) => {
      const object = name === schema.title ? schema : schema.$defs[name];
      if (object === undefined) throw new Error(`the page has a table for ${name}, and the schema has no such object`);
      return `${start}\n${fieldTable(object)}\n\n${end}`;
    })
    .replace(
      /(<!-- example -->\n)[\s\S]*?(<!-- end of example -->)/,
      (_, start, end) => `${start}\n\`\`\`json\n${example}\`\`\`\n\n${end}`,
    );
}

/** The names of the objects that need a table. */
export function objectNames(schema: RootSchema): string[] {
  return [schema.title, ...Object.keys(schema.$defs)];
}

function fieldTable({ properties = {}, required = [] }: SchemaNode): string {
  const rows = Object.entries(properties).map(([name, field]) => [
    `\`${name}\``,
    typeOf(field) + (required.includes(name) ? '' : ', optional'),
    meaningOf(field),
    field.examples === undefined ? '' : `\`${JSON.stringify(field.examples[0])}\``,
  ]);
  return [['field', 'type', 'meaning', 'example'], ['---', '---', '---', '---'], ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
}

function typeOf(node: SchemaNode): string {
  if (node.$ref !== undefined) {
    const name = node.$ref.slice(node.$ref.lastIndexOf('/') + 1);
    return `[${name}](#${name.toLowerCase()})`;
  }
  if (node.const !== undefined) return `\`${JSON.stringify(node.const)}\``;
  if (node.anyOf !== undefined) return node.anyOf.map(typeOf).join(' or ');
  if (node.items !== undefined) return `array of ${typeOf(node.items)}`;
  if (node.additionalProperties !== undefined) return `object, each member ${typeOf(node.additionalProperties)}`;
  if (node.type === undefined) throw new Error(`no word for the type of ${JSON.stringify(node)}`);
  return node.type;
}

function meaningOf({ description = '', enum: values }: SchemaNode): string {
  const unnamed = values?.filter((value) => !description.includes(`\`${value}\``)) ?? [];
  return unnamed.length === 0
    ? description
    : `${description} One of ${unnamed.map((value) => `\`${value}\``).join(', ')}.`;
}
