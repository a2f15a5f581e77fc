import { addressOf } from '@fivewhys/host';
import type { SymptomEndpoint } from './symptom.ts';

const ipv4 = /^(?:\d{1,3}\.){3}\d{1,3}$/;
const ipv6 = /^(?=.{2,45}$)[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?::(?:\d{1,3}\.){3}\d{1,3})?(?:%[\w.-]{1,20})?$/i;
const hostName = /^(?=.{1,253}$)[a-z0-9_](?:[\w-]{0,62})(?:\.[\w-]{1,63}){0,40}\.?$/i;

/** Ports that a URL means when it names none. */
const schemePorts: Readonly<Record<string, number>> = {
  http: 80,
  https: 443,
  ssh: 22,
  git: 9418,
  rsync: 873,
  ws: 80,
  wss: 443,
};

/** An endpoint of a host (name or address, with or without brackets) and a port; undefined when it is neither. */
export function endpointOf(host: string | undefined, port: string | number | undefined): SymptomEndpoint | undefined {
  const bare = host === undefined ? undefined : host.replace(/^\[|\]$/g, '');
  const ip = bare !== undefined && isAddress(bare) ? comparable(bare) : undefined;
  const name = ip === undefined && bare !== undefined && hostName.test(bare) ? bare.replace(/\.$/, '') : undefined;
  const number = portNumber(port);
  if (ip === undefined && name === undefined && number === undefined) return undefined;
  return { ip, port: number, name, label: undefined };
}

/** `10.0.0.1:80`, `[2001:db8::1]:443`, `host:443`, an address alone; undefined for anything else, such as the path of a Unix socket. */
export function endpointOfText(text: string | undefined): SymptomEndpoint | undefined {
  if (text === undefined) return undefined;
  if (isAddress(text)) return endpointOf(text, undefined);
  const colon = text.lastIndexOf(':');
  if (colon <= 0) return endpointOf(text, undefined);
  const host = text.slice(0, colon);
  if (host.includes(':') && !host.startsWith('[') && !isAddress(host)) return undefined;
  const port = portNumber(text.slice(colon + 1));
  return port === undefined ? undefined : endpointOf(host, port);
}

const url =
  /\b(https?|ssh|git|rsync|wss?):\/\/(?:[^\s/@'"<>]{1,256}@)?(\[[0-9a-f:.%]{2,60}\]|[\w.-]{1,253})(?::(\d{1,5}))?(?=[/?#\s'"`)>,:;\]]|$)/i;

/** The endpoint of the first URL in a text. */
export function endpointOfUrl(text: string): SymptomEndpoint | undefined {
  if (!text.includes('://')) return undefined;
  const match = url.exec(text);
  if (match === null) return undefined;
  const [, scheme = '', host, port] = match;
  return endpointOf(host, port ?? schemePorts[scheme.toLowerCase()]);
}

/** What one line knows and another does not. What the first knows stays. */
export function joinEndpoints(
  first: SymptomEndpoint | undefined,
  second: SymptomEndpoint | undefined,
): SymptomEndpoint | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  if (!canBeSame(first, second)) return first;
  return {
    ip: first.ip ?? second.ip,
    port: first.port ?? second.port,
    name: first.name ?? second.name,
    label: first.label ?? second.label,
  };
}

/** Whether two lines may mean the same endpoint: nothing that both know differs. */
export function canBeSame(first: SymptomEndpoint | undefined, second: SymptomEndpoint | undefined): boolean {
  if (first === undefined || second === undefined) return true;
  return (['ip', 'port', 'name', 'label'] as const).every(
    (field) => first[field] === undefined || second[field] === undefined || first[field] === second[field],
  );
}

/** In one form whatever the program prints, so that it can be found in a capture: a server that listens on IPv6 names IPv4 addresses as `::ffff:192.0.2.9`. */
function comparable(address: string): string {
  const [ip = address, zone] = address.split('%');
  const known = addressOf(ip) ?? ip;
  return zone === undefined ? known : `${known}%${zone}`;
}

function isAddress(text: string): boolean {
  return ipv4.test(text) || (text.includes(':') && ipv6.test(text));
}

function portNumber(port: string | number | undefined): number | undefined {
  if (port === undefined || port === '') return undefined;
  const number = Number(port);
  return Number.isInteger(number) && number > 0 && number <= 65_535 ? number : undefined;
}
