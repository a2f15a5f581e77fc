import { z } from 'zod';

export const text = z.string();
export const amount = z.int().min(0);
export const frameList = z.array(z.int().min(1));
export const causeId = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);
export const instant = z.string();
export const endpointPort = z.union([z.int().min(0).max(65_535), z.string()]);
export const inputIndex = described(amount, 'Index into `inputs`, from 0.', 0);

/** A field with its meaning and, unless it holds objects with fields of their own, an example. */
export function described<T extends z.ZodType>(schema: T, description: string, ...examples: readonly z.input<T>[]): T {
  return schema.meta(examples.length === 0 ? { description } : { description, examples: [...examples] }) as T;
}
