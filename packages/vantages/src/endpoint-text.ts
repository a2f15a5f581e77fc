import type { Endpoint } from '@fivewhys/connections';

/** `10.0.0.1:80`, `[2001:db8::1]:80` */
export function endpointText({ ip, port }: Pick<Endpoint, 'ip' | 'port'>): string {
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
}
