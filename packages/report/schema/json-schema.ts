import { z } from 'zod';
import { comparison } from './comparison.ts';
import { explanation } from './explanation.ts';

/** What of JSON Schema our schema uses. */
export interface SchemaNode {
  readonly $ref?: string;
  readonly type?: string;
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly anyOf?: readonly SchemaNode[];
  readonly items?: SchemaNode;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode;
  readonly required?: readonly string[];
}

export interface RootSchema extends SchemaNode {
  readonly title: string;
  readonly $defs: Readonly<Record<string, SchemaNode>>;
}

/**
 * The JSON Schema that is shipped. Unlike the zod schema it lets unknown fields pass: fields may be added within a version of the contract, and who
 * validates with the schema of an older release must not fail for that.
 */
export function jsonSchema(): RootSchema {
  return schemaOf(explanation, 'Explanation');
}

/** The same of the output of `compare`. */
export function comparisonSchema(): RootSchema {
  return schemaOf(comparison, 'Comparison');
}

function schemaOf(root: z.ZodType, title: string): RootSchema {
  const schema = z.toJSONSchema(root, {
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  });
  const { $schema, ...rest } = schema;
  return { $schema, title, ...rest } as unknown as RootSchema;
}
