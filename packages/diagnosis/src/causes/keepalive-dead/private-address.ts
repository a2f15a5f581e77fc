/**
 * Whether an address holds only within somebody's own network, so that from outside nobody reaches it: RFC 1918, RFC 6598 (carrier-grade NAT), link-local, loopback,
 * and IPv6's unique local addresses (RFC 4193).
 */
export function isPrivate(ip: string): boolean {
  if (ip.includes(':')) return /^(f[cd]|fe[89ab]|::1$)/i.test(ip);
  const [a = 0, b = 0] = ip.split('.').map(Number);
  if (a === 10 || a === 127) return true;
  return (
    (a === 192 && b === 168) ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 100 && b >= 64 && b < 128) ||
    (a === 169 && b === 254)
  );
}
