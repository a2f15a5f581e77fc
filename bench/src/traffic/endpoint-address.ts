/** One end of a connection on the wire. IPv4 addresses have 4 bytes, IPv6 addresses 16. */
export interface EndpointAddress {
  readonly ip: Uint8Array;
  readonly port: number;
  /** Routers between this end and the vantage: what its packets' TTL has lost there. */
  readonly hops: number;
}
