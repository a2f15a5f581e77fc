import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { workersError } from '../errors.ts';
import { type MetricsAddress, metricsAddressOf } from './address.ts';
import { exposition, expositionType, type Metric } from './exposition.ts';

/** Who scrapes may be slow, and there may be many; they must not keep connections of a supervisor. */
const limits = { requestTimeout: 5000, headersTimeout: 5000, keepAliveTimeout: 5000, maxHeaderSize: 8192 };
const mostConnections = 32;

/** Answers `GET /metrics` with what `collect` gives at that moment. */
export class MetricsServer {
  readonly #server: Server;

  /**
   * @param address `HOST:PORT`, or a port on loopback
   * @throws CodedError `METRICS_ADDRESS_INVALID`, `METRICS_ADDRESS_UNAVAILABLE`
   */
  static async start(address: string, collect: () => readonly Metric[]): Promise<MetricsServer> {
    const { host, port } = metricsAddressOf(address);
    const server = createServer(limits, (request, response) => answer(request, response, collect));
    server.maxConnections = mostConnections;
    await listening(server, { host, port });
    return new MetricsServer(server);
  }

  private constructor(server: Server) {
    this.#server = server.unref();
  }

  get address(): string {
    const { address, family, port } = this.#server.address() as AddressInfo;
    return family === 'IPv6' ? `[${address}]:${port}` : `${address}:${port}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

async function listening(server: Server, address: MetricsAddress): Promise<void> {
  try {
    server.listen(address);
    await once(server, 'listening');
  } catch (error) {
    const { message } = error as Error;
    throw workersError('METRICS_ADDRESS_UNAVAILABLE', `metrics can't be offered: ${message}`, error);
  }
}

function answer(request: IncomingMessage, response: ServerResponse, collect: () => readonly Metric[]): void {
  const { method = '', url = '' } = request;
  if (method !== 'GET' && method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
    return;
  }
  if (url.split('?')[0] !== '/metrics') {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('metrics are at /metrics\n');
    return;
  }
  response.writeHead(200, { 'content-type': expositionType }).end(exposition(collect()));
}
