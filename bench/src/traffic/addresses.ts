import type { EndpointAddress } from './endpoint-address.ts';

const originatorHosts = 4_099;
const lowestEphemeralPort = 32_768;
const ephemeralPorts = 28_232;
/** Ports that no dissector of Wireshark claims: on 80 or 443 the payload's text would be taken for damaged HTTP or TLS. */
const responderPorts = [3000, 8000, 8443, 9443];
const closedPort = 8081;

/**
 * Address of the n-th originator. A pair of host and port comes round only after 115 million connections, so a 4-tuple is used twice only
 * where a shape wants it. IPv4 hosts are in 10.64.0.0/10, IPv6 hosts in 2001:db8:a::/48.
 */
export function originatorAddress(n: number, family: 4 | 6): EndpointAddress {
  const host = n % originatorHosts;
  const turn = Math.floor(n / originatorHosts);
  const port = lowestEphemeralPort + ((turn * 7_919 + host * 31) % ephemeralPorts);
  const high = 1 + (host >> 8);
  const low = host & 0xff;
  const ip =
    family === 4
      ? Uint8Array.of(10, 64 + (host % 7), high, low)
      : Uint8Array.of(0x20, 0x01, 0x0d, 0xb8, 0, 0x0a, 0, host % 7, 0, 0, 0, 0, 0, 0, high, low);
  return { ip, port, hops: 3 + (host % 12) };
}

/** Address of one of eight responders: 192.0.2.0/24 (TEST-NET-1) or 2001:db8:1::/48. */
export function responderAddress(n: number, family: 4 | 6): EndpointAddress {
  const host = n & 7;
  const ip =
    family === 4
      ? Uint8Array.of(192, 0, 2, 10 + host)
      : Uint8Array.of(0x20, 0x01, 0x0d, 0xb8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10 + host);
  return { ip, port: responderPorts[(n >> 3) & 3] as number, hops: 1 + (host & 1) };
}

/** The same host, on a port where nothing listens. */
export function withClosedPort(address: EndpointAddress): EndpointAddress {
  return { ...address, port: closedPort };
}
