import type { Connection } from '@fivewhys/connections';
import type { Remedy } from '@fivewhys/evidence';
import type { CatalogueEntry } from '../catalogue/entry.ts';

/** The remedies of the catalogue, for this responder. */
export function remediesHere({ remedies }: CatalogueEntry, { responder }: Connection): Remedy[] {
  const family = responder.ip.includes(':') ? 'ip6 daddr' : 'ip daddr';
  const here = (text: string) =>
    text.replaceAll('ip daddr', family).replaceAll('ADDRESS', responder.ip).replaceAll('PORT', String(responder.port));
  return remedies.map((remedy) => ({ ...remedy, commands: remedy.commands.map(here), verify: here(remedy.verify) }));
}
