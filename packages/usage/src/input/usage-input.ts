import type { ByteSource } from '@fivewhys/capture';

/** A log: a path, or bytes that come from elsewhere under a name. */
export type UsageInput = string | { readonly path: string; readonly bytes: ByteSource };

export function pathOf(input: UsageInput): string {
  return typeof input === 'string' ? input : input.path;
}
