import type { Connection } from '@fivewhys/connections';
import type { Remedy } from '@fivewhys/evidence';
import type { CatalogueEntry } from '../catalogue/entry.ts';

/** The remedies of the catalogue, for this responder. */
export function remediesHere({ remedies }: CatalogueEntry, { responder }: Connection): Remedy[] {
  const inFamily = (text: string) =>
    responder.ip.includes(':') ? text.replaceAll('10.0.0.0/8', 'fc00::/7').replace(/\bip (?=[ds]addr)/g, 'ip6 ') : text;
  const here = (text: string) =>
    inFamily(text).replaceAll('ADDRESS', responder.ip).replaceAll('PORT', String(responder.port));
  return remedies.map((remedy) => ({
    ...remedy,
    commands: remedy.commands.map(here),
    harm: here(remedy.harm),
    verify: here(remedy.verify),
  }));
}
