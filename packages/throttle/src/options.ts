import type { IncomingMessage } from 'node:http';
import { type IsTrusted, trustedProxies } from './account/trusted-proxies.ts';
import { throttleError } from './errors.ts';
import type { AttributorName } from './meter/attributor.ts';
import { defaultWeights, type Weights } from './meter/weights.ts';
import { checkedPlan, checkMode, defaultPlan, type Mode, type Plan } from './quota/plan.ts';
import type { RequestLimit } from './quota/request-limit.ts';
import type { RecordSink } from './records/record-sink.ts';
import type { Store } from './stores/store.ts';

/** Everything has a default; without options requests are measured and nothing is refused. `Request` is the framework's request. */
export interface ThrottleOptions<Request = IncomingMessage> {
  /** `shadow` by default. */
  readonly mode?: Mode;
  /** Plans by name. `default` is a million units in an hour unless it is given. */
  readonly plans?: Readonly<Record<string, Plan>>;
  /** The plan of an account; `default` without it. */
  readonly plan?: (account: string, request: Request) => string | undefined;
  /** Who is asking; undefined for anonymous requests, whose account is the client's address. */
  readonly account?: (request: Request) => string | undefined;
  /** Whether an account is only measured, never throttled. */
  readonly exempt?: (account: string, request: Request) => boolean;
  /** Our own proxies, whose `X-Forwarded-For` is believed: addresses and prefixes. None by default. */
  readonly trustedProxies?: readonly string[];
  /** How many bits of an IPv6 address make an account; 64 by default. */
  readonly ipv6Prefix?: number;
  /** What requests are alike; without it the framework's route if it is known on entry, else the shape of the path. */
  readonly route?: (request: Request) => string | undefined;
  readonly requestLimits?: readonly RequestLimit[];
  readonly weights?: Partial<Weights>;
  /** How CPU time is attributed; `auto` by default, `exact` where I/O has a weight. */
  readonly attributor?: AttributorName | 'auto';
  /**
   * Whether calls and bytes of reading and writing are counted: of requests that are measured, and of children. Off by default unless they have a weight, as each change of owner takes 3 µs more
   * then.
   */
  readonly io?: boolean;
  /** Whether CPU time that belongs to no request is paid by all, in proportion to what they use; off by default. It is reported all the same. */
  readonly shareUnattributed?: boolean;
  /** Memory of this process by default. */
  readonly store?: Store;
  /** The `X-Usage-*` headers, for a load balancer to log and strip; on by default. */
  readonly usageHeaders?: boolean;
  /** Whether `X-Usage-Account` and spans of OpenTelemetry name the account. Off by default: its name may be a secret, such as a token. */
  readonly showAccount?: boolean;
  /** `RateLimit-Policy` and `RateLimit` on responses to accounts that are enforced; on by default. */
  readonly rateLimitHeaders?: boolean;
  /** Whether a streamed response gets the final cost as a trailer; off by default. */
  readonly trailer?: boolean;
  /** The share of the quota from which accounts are warned; 0.8 by default, 1 for never. */
  readonly softShare?: number;
  /** Where usage records go, to one sink or several; nowhere by default. */
  readonly records?: RecordSink | readonly RecordSink[];
  /** Called with what the functions of these options threw; without it that is a process warning. The request goes on as if they had returned nothing. */
  readonly onError?: (error: unknown) => void;
  /** Milliseconds of a clock that never goes back; for tests. */
  readonly nowMs?: () => number;
  /** For tests. */
  readonly random?: () => number;
}

/** The options, checked and with their defaults. */
export interface Settings<Request> extends Omit<ThrottleOptions<Request>, 'records'> {
  readonly mode: Mode;
  readonly plans: Readonly<Record<string, Plan>>;
  readonly isTrusted: IsTrusted;
  readonly ipv6Prefix: number;
  readonly requestLimits: readonly RequestLimit[];
  readonly weights: Weights;
  readonly softShare: number;
  readonly attributor: AttributorName | 'auto';
  readonly io: boolean;
  readonly showAccount: boolean;
  readonly records: readonly RecordSink[];
}

/** @throws CodedError `THROTTLE_OPTION_INVALID` */
export function settingsOf<Request>(options: ThrottleOptions<Request>): Settings<Request> {
  const { mode = 'shadow', ipv6Prefix = 64, softShare = 0.8, requestLimits = [] } = options;
  checkMode('mode', mode);
  const plans = { default: defaultPlan, ...options.plans };
  for (const [name, plan] of Object.entries(plans)) checkedPlan(`plans.${name}`, plan);
  for (const { name, requests, windowS } of requestLimits) {
    if (!/^[\w-]+$/.test(name)) throw throttleError('THROTTLE_OPTION_INVALID', 'requestLimits.name', name, 'a word');
    checkedPlan(`requestLimits.${name}`, { units: requests, windowS });
  }
  if (!(Number.isInteger(ipv6Prefix) && ipv6Prefix >= 1 && ipv6Prefix <= 128))
    throw throttleError('THROTTLE_OPTION_INVALID', 'ipv6Prefix', ipv6Prefix, 'from 1 to 128');
  if (!(softShare > 0 && softShare <= 1))
    throw throttleError('THROTTLE_OPTION_INVALID', 'softShare', softShare, 'above 0, and 1 at most');
  const weights = { ...defaultWeights, ...options.weights };
  for (const [name, weight] of Object.entries(weights)) {
    if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY))
      throw throttleError('THROTTLE_OPTION_INVALID', `weights.${name}`, weight, '0 or more');
  }
  const ioWeighs = weights.ioCall > 0 || weights.ioMegabyte > 0;
  const { attributor = ioWeighs ? 'exact' : 'auto', io = ioWeighs, showAccount = false } = options;
  if (ioWeighs && (attributor === 'sampled' || attributor === 'auto' || !io))
    throw throttleError(
      'THROTTLE_OPTION_INVALID',
      'weights',
      'one of I/O',
      'with io, and the attributor exact or slices',
    );
  const isTrusted = trustedProxies(options.trustedProxies ?? []);
  const records = options.records === undefined ? [] : [options.records].flat();
  const checked = { mode, plans, isTrusted, ipv6Prefix, requestLimits, weights, softShare };
  return { ...options, ...checked, attributor, io, showAccount, records };
}
