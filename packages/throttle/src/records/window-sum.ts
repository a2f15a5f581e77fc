import type { IoFigures, RequestRecord, WindowRecord } from './usage-record.ts';

/** The sum of an account's window with one more request in it. Plan, quota and what remains are those of the newest request. */
export function addedTo(sum: WindowRecord | undefined, request: RequestRecord): WindowRecord {
  const bytesIn = total(sum?.bytesIn, request.bytesIn);
  const bytesOut = total(sum?.bytesOut, request.bytesOut);
  const io = request.io === undefined ? sum?.io : ioTotal(sum?.io, request.io);
  const extra = totals(sum?.extra, request.extra);
  return {
    kind: 'window',
    version: 1,
    instant: request.instant,
    windowS: sum?.windowS ?? 0,
    account: request.account,
    plan: request.plan,
    requests: (sum?.requests ?? 0) + 1,
    measured: (sum?.measured ?? 0) + Number(request.measured),
    throttled: (sum?.throttled ?? 0) + Number(request.throttled),
    refused: (sum?.refused ?? 0) + Number(request.refused),
    warned: (sum?.warned ?? 0) + Number(request.warned),
    aborted: (sum?.aborted ?? 0) + Number(request.aborted),
    cost: (sum?.cost ?? 0) + request.cost,
    charged: (sum?.charged ?? 0) + request.charged,
    userCpuMs: (sum?.userCpuMs ?? 0) + request.userCpuMs,
    systemCpuMs: (sum?.systemCpuMs ?? 0) + request.systemCpuMs,
    childCpuMs: (sum?.childCpuMs ?? 0) + request.childCpuMs,
    children: (sum?.children ?? 0) + request.children,
    ...(io === undefined ? {} : { io }),
    ...(bytesIn === undefined ? {} : { bytesIn }),
    ...(bytesOut === undefined ? {} : { bytesOut }),
    wallMs: (sum?.wallMs ?? 0) + request.wallMs,
    ...(extra === undefined ? {} : { extra }),
    remaining: request.remaining,
    quotaUnits: request.quotaUnits,
    quotaWindowS: request.quotaWindowS,
  };
}

function total(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined && b === undefined ? undefined : (a ?? 0) + (b ?? 0);
}

function ioTotal(sum: IoFigures | undefined, more: IoFigures): IoFigures {
  return sum === undefined ? more : mapped(more, (figure, name) => figure + sum[name]);
}

/** The same fields with other figures. */
export function mapped<Names extends string>(
  figures: Readonly<Record<Names, number>>,
  change: (figure: number, name: Names) => number,
): Record<Names, number> {
  const changed: Record<Names, number> = { ...figures };
  for (const name of Object.keys(changed) as Names[]) changed[name] = change(changed[name], name);
  return changed;
}

type Extra = Readonly<Record<string, number>> | undefined;

function totals(a: Extra, b: Extra): Extra {
  if (a === undefined || b === undefined) return a ?? b;
  const sum: Record<string, number> = { ...a };
  for (const [name, units] of Object.entries(b)) sum[name] = (sum[name] ?? 0) + units;
  return sum;
}
