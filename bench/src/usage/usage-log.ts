import { Random } from '../traffic/random.ts';

/** What the log of a service is to hold. The same options give the same lines. */
export interface UsageLogOptions {
  readonly seed: number;
  readonly accounts: number;
  readonly requests: number;
  readonly startMs: number;
  readonly hours: number;
  /** A stretch in which a few accounts hit the expensive endpoint, as parts of the time of the log, 0 to 1. */
  readonly incident?: { readonly from: number; readonly to: number; readonly accounts: number; readonly share: number };
  readonly format: 'records' | 'json' | 'combined';
}

interface Request {
  readonly endMs: number;
  readonly account: string;
  readonly method: string;
  readonly path: string;
  readonly route: string;
  readonly cost: number;
  readonly wallMs: number;
}

/** Units of a request in the middle, and how far they spread: the standard deviation of their logarithm. */
const endpoints = [
  { method: 'GET', path: '/repositories/:id', middle: 40, spread: 0.3, weight: 50 },
  { method: 'GET', path: '/repositories/:id/commits', middle: 120, spread: 0.8, weight: 25 },
  { method: 'POST', path: '/repositories/:id/upload-pack', middle: 900, spread: 1.4, weight: 15 },
  { method: 'GET', path: '/pull-requests/:id/diff', middle: 400, spread: 1.1, weight: 9 },
  { method: 'GET', path: '/search', middle: 3000, spread: 0.9, weight: 1 },
] as const;
const dear = endpoints[4];
const weights = endpoints.reduce((sum, { weight }) => sum + weight, 0);

/**
 * The lines of a log in the order of time: accounts by Zipf's law, endpoints of which some cost much the same each time and some anything, one record of unattributed CPU time a minute
 * (in records only), and an incident if asked for.
 */
export function* usageLog(options: UsageLogOptions): Generator<string, void, undefined> {
  const random = new Random(options.seed);
  const lengthMs = options.hours * 3_600_000;
  const stepMs = lengthMs / options.requests;
  let minuteMs = options.startMs + 60_000;
  let attributedMs = 0;
  for (let index = 0; index < options.requests; index++) {
    const endMs = Math.round(options.startMs + index * stepMs);
    while (options.format === 'records' && endMs >= minuteMs) {
      yield unattributedLine(minuteMs, attributedMs);
      attributedMs = 0;
      minuteMs += 60_000;
    }
    const request = requestAt(random, options, endMs, index / options.requests);
    attributedMs += cpuMsOf(request.cost);
    yield lineOf(request, options.format);
  }
}

function requestAt(random: Random, options: UsageLogOptions, endMs: number, at: number): Request {
  const { incident } = options;
  const isIncident = incident !== undefined && at >= incident.from && at < incident.to && random.chance(incident.share);
  const endpoint = isIncident ? dear : endpointOf(random);
  const number = isIncident ? random.integer(1, incident.accounts) : zipf(random, options.accounts);
  const cost = Number((endpoint.middle * Math.exp(endpoint.spread * normal(random))).toFixed(2));
  const id = random.integer(1, 99_999);
  return {
    endMs,
    account: isIncident ? `scraper-${number}` : `account-${number}`,
    method: endpoint.method,
    path: endpoint.path.replace(':id', String(id)),
    route: `${endpoint.method} ${endpoint.path}`,
    cost,
    wallMs: Number((cpuMsOf(cost) * 2 + 1).toFixed(3)),
  };
}

function endpointOf(random: Random): (typeof endpoints)[number] {
  let left = random.fraction() * weights;
  for (const endpoint of endpoints) {
    left -= endpoint.weight;
    if (left < 0) return endpoint;
  }
  return endpoints[0];
}

/** The account of rank r is chosen about in proportion to 1/r. */
function zipf(random: Random, accounts: number): number {
  return Math.min(accounts, Math.floor(accounts ** random.fraction()));
}

/** Box and Muller's. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.fraction())) * Math.cos(2 * Math.PI * random.fraction());
}

/** By the default weights. */
function cpuMsOf(cost: number): number {
  return cost / 33.33333;
}

function lineOf(request: Request, format: UsageLogOptions['format']): string {
  if (format === 'records') return recordLine(request);
  return format === 'json' ? jsonLine(request) : combinedLine(request);
}

function recordLine({ endMs, account, method, route, cost, wallMs }: Request): string {
  return JSON.stringify({
    kind: 'request',
    version: 1,
    instant: new Date(endMs).toISOString(),
    account,
    plan: 'default',
    method,
    route,
    status: 200,
    cost,
    charged: cost,
    userCpuMs: Number(cpuMsOf(cost).toFixed(3)),
    systemCpuMs: 0,
    measured: true,
    childCpuMs: 0,
    children: 0,
    wallMs,
    remaining: 900_000,
    quotaUnits: 1_000_000,
    quotaWindowS: 3600,
    throttled: false,
    refused: false,
    warned: false,
    limit: 'usage',
    aborted: false,
  });
}

function jsonLine({ endMs, account, method, path, cost }: Request): string {
  const time = new Date(endMs).toISOString();
  return `{"time":"${time}","remote_addr":"192.0.2.1","method":"${method}","path":"${path}","status":200,"x_usage_quota_remaining":"900000.000","x_usage_request_cost":"${cost.toFixed(2)}","x_usage_throttled":"false","x_usage_account":"${account}"}`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function combinedLine({ endMs, account, method, path, cost }: Request): string {
  const iso = new Date(endMs).toISOString();
  const date = `${iso.slice(8, 10)}/${months[Number(iso.slice(5, 7)) - 1]}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`;
  return `192.0.2.1 - - [${date}] "${method} ${path} HTTP/1.1" 200 512 "-" "git/2.47" x_usage_quota_remaining="900000.000" x_usage_request_cost="${cost.toFixed(2)}" x_usage_throttled="false" x_usage_account="${account}"`;
}

function unattributedLine(endMs: number, attributedMs: number): string {
  const totalCpuMs = Number((attributedMs * 1.1).toFixed(3));
  const attributedCpuMs = Number(attributedMs.toFixed(3));
  const threadCpuMs = Number((attributedMs * 0.1).toFixed(3));
  const instant = new Date(endMs).toISOString();
  return JSON.stringify({
    kind: 'unattributed',
    version: 1,
    instant,
    windowS: 60,
    totalCpuMs,
    attributedCpuMs,
    threadCpuMs,
    otherThreadsCpuMs: 0,
    childrenCpuMs: 0,
  });
}
