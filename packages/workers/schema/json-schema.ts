import { z } from 'zod';
import { workerEvent } from './worker-event.ts';

/** The JSON Schema that is shipped. It lets unknown fields pass: they may be added within a version, and who validates with an older schema must not fail for that. */
export function workerEventSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...rest } = z.toJSONSchema(workerEvent, {
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  return { $schema, title: 'Worker event', ...rest };
}
