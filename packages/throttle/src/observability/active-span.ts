import type { Visit } from '../visit.ts';
import type { SpanLike } from './span.ts';

interface OpenTelemetryLike {
  readonly trace: { getActiveSpan(): SpanLike | undefined };
}

/** Where all copies of the API keep what an SDK has registered with them. */
const registered = Symbol.for('opentelemetry.js.api.1');

/** Whether anything keeps contexts: without an SDK the API answers too, that there is no span. */
function isActive(): boolean {
  return (globalThis as { [registered]?: { readonly context?: unknown } })[registered]?.context !== undefined;
}

/** The span within which a request came, if the application has `@opentelemetry/api` and traces it. */
export class ActiveSpan {
  #api: OpenTelemetryLike | undefined;

  /** It is there once it is loaded; without it nothing happens. */
  constructor(load: () => Promise<OpenTelemetryLike | undefined> = loadOpenTelemetry) {
    void load().then((api) => {
      this.#api = api;
    });
  }

  get(): SpanLike | undefined {
    if (this.#api === undefined || !isActive()) return undefined;
    const span = this.#api.trace.getActiveSpan();
    return span?.isRecording() === true ? span : undefined;
  }
}

async function loadOpenTelemetry(): Promise<OpenTelemetryLike | undefined> {
  try {
    return await import('@opentelemetry/api');
  } catch {
    return undefined;
  }
}

/** Writes what a request has cost so far into its span. A span that has ended meanwhile is left alone. */
export function tellSpan(
  { span, usage, account, planName, decision }: Visit,
  cost: number,
  remaining: number,
  showAccount: boolean,
): void {
  if (span === undefined || !span.isRecording()) return;
  span.setAttributes({
    ...(showAccount ? { 'fivewhys.usage.account': account } : {}),
    'fivewhys.usage.plan': planName,
    'fivewhys.usage.cost': cost,
    'fivewhys.usage.cpu_ms': usage.cpuUs / 1000,
    'fivewhys.usage.child_cpu_ms': (usage.childUserUs + usage.childSystemUs) / 1000,
    'fivewhys.usage.measured': usage.measured,
    'fivewhys.quota.remaining': remaining,
    'fivewhys.quota.throttled': decision.throttled,
    'fivewhys.quota.refused': decision.refused,
  });
}
