import type { ConnectionGlance } from '@fivewhys/connections';

/** Sums over one input's connections. */
export class InputSums {
  connections = 0;
  resetConnections = 0;
  midstream = 0;
  oneSided = 0;
  handshakes = 0;
  nearOriginator = 0;
  nearResponder = 0;
  firstInstantNs = Number.POSITIVE_INFINITY;
  lastInstantNs = Number.NEGATIVE_INFINITY;

  add(glance: ConnectionGlance): void {
    this.connections += 1;
    if (glance.hasReset) this.resetConnections += 1;
    if (glance.midstream) this.midstream += 1;
    if (glance.oneSided) this.oneSided += 1;
    if (glance.handshakeSeen) this.handshakes += 1;
    if (glance.nearer === 'originator') this.nearOriginator += 1;
    if (glance.nearer === 'responder') this.nearResponder += 1;
    if (glance.firstInstantNs < this.firstInstantNs) this.firstInstantNs = glance.firstInstantNs;
    if (glance.lastInstantNs > this.lastInstantNs) this.lastInstantNs = glance.lastInstantNs;
  }
}
