import type { Connection, Surroundings } from '@fivewhys/connections';
import { endpointText } from '../phrases.ts';

/** Connections to the same port that were accepted after an instant: what died was not the way to it. */
export function acceptedAfter(
  { responder }: Connection,
  surroundings: Surroundings,
  instantNs: number,
): string | undefined {
  if (typeof responder.port !== 'number') return undefined;
  const service = surroundings.service(responder.key, responder.port);
  return service !== undefined && service.lastInstantNs > instantNs
    ? `a new connection to ${endpointText(responder)} was accepted ${((service.lastInstantNs - instantNs) / 1e9).toFixed(1)} s later`
    : undefined;
}
