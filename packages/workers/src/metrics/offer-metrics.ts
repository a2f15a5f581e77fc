import type { Metric } from './exposition.ts';
import type { MetricsServer } from './metrics-server.ts';

/**
 * Offers metrics at an address. The server is loaded only here: Node.js's HTTP takes 15 MB, and who asks for no metrics shall not pay for it.
 *
 * @throws CodedError `METRICS_ADDRESS_INVALID`, `METRICS_ADDRESS_UNAVAILABLE`
 */
export async function offerMetrics(address: string, collect: () => readonly Metric[]): Promise<MetricsServer> {
  const { MetricsServer } = await import('./metrics-server.ts');
  return MetricsServer.start(address, collect);
}
