/** `ss` wants IPv6 addresses in brackets. */
export function addressInFilter(ip: string): string {
  return ip.includes(':') ? `[${ip}]` : ip;
}
