import { type AccessFields, readAccessFields } from './access-fields.ts';
import type { Reading } from './reading.ts';

/** Names that Traefik and others give to what the recipes call otherwise. */
const otherNames: Readonly<Record<string, keyof AccessFields>> = {
  timestamp: 'time',
  '@timestamp': 'time',
  time_iso8601: 'time',
  startutc: 'start_time',
  client_ip: 'remote_addr',
  clienthost: 'remote_addr',
  request_method: 'method',
  requestmethod: 'method',
  uri: 'path',
  request_uri: 'path',
  requestpath: 'path',
  downstreamstatus: 'status',
  response_code: 'status',
};

/** What other names come to, so that each is looked at once; as many as any log has. */
const known = new Map<string, string>();
const mostKnown = 1000;

/** Reads a line of an access log that is a JSON object, whatever the order of its fields. */
export function readAccessJson(object: Readonly<Record<string, unknown>>): Reading {
  const fields: Record<string, unknown> = {};
  for (const name of Object.keys(object)) {
    const field = fieldOf(name);
    // Where two names mean one field, the first that says something is right.
    if (fields[field] === undefined || fields[field] === '') fields[field] = object[name];
  }
  return readAccessFields(fields, 'access-json');
}

function fieldOf(name: string): string {
  const field = known.get(name);
  if (field !== undefined) return field;
  // Lower case it is what others measure in seconds or in milliseconds.
  const plain = (name === 'Duration' ? 'duration_ns' : name)
    .toLowerCase()
    .replaceAll('-', '_')
    .replace(/^(?:origin|downstream|upstream_http|sent_http)_(?=x_usage_)/, '');
  const found = otherNames[plain] ?? plain;
  if (known.size < mostKnown) known.set(name, found);
  return found;
}
