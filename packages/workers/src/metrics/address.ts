import { isIP } from 'node:net';
import { workersError } from '../errors.ts';

export interface MetricsAddress {
  readonly host: string;
  readonly port: number;
}

/**
 * `127.0.0.1:9464`, `[::1]:9464`, `localhost:9464`, or a port alone, which is on loopback. Port 0 lets the kernel choose.
 *
 * @throws CodedError `METRICS_ADDRESS_INVALID`
 */
export function metricsAddressOf(text: string): MetricsAddress {
  const [, bracketed, plain, port = ''] = /^(?:(?:\[([^\]]+)\]|([\w.-]+)):)?(\d{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? plain ?? '127.0.0.1';
  if (port === '' || Number(port) > 65_535 || (bracketed !== undefined && isIP(bracketed) !== 6)) {
    throw workersError('METRICS_ADDRESS_INVALID', `${JSON.stringify(text)} is no address such as 127.0.0.1:9464`);
  }
  return { host, port: Number(port) };
}
