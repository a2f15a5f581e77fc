import type { Death, EndedBecause } from '../death/death.ts';
import { backoffMs } from './backoff.ts';
import { crashLoopOf, recentDeaths } from './crash-loop.ts';
import type { Policy } from './policy.ts';
import type { Phase, WorkerAction, WorkerInput, WorkerModel, WorkerStep } from './worker-model.ts';

/** What a killed worker that doesn't end is killed again after: it may have been forking. */
const killAgainMs = 1000;

/** The moment, and a number in [0, 1) for what is left to chance. */
export interface Moment {
  readonly nowMs: number;
  readonly random: number;
}

/** What happens next in one worker's place. The rim carries the actions out and comes back with what became of them. */
export function stepWorker(model: WorkerModel, input: WorkerInput, policy: Policy, moment: Moment): WorkerStep {
  const { phase } = model;
  switch (input.kind) {
    case 'tick':
      return onTick(model, policy, moment);
    case 'started':
      if (phase.kind !== 'launching') return unchanged(model);
      return begun(model, policy, moment);
    case 'adopted':
      return begun(model, { ...policy, health: { by: 'start' } }, moment, 'quietly');
    case 'alive':
      return onAlive(model, policy, moment);
    case 'memory':
      return onMemory(model, input.bytes, policy, moment);
    case 'replace':
      if (phase.kind !== 'ready' || phase.replace !== undefined) return unchanged(model);
      return to(model, { ...phase, replace: input.because });
    case 'turn':
      if (phase.kind !== 'ready') return unchanged(model);
      return drained(model, phase.startedMs, phase.replace ?? 'rotation', policy, moment);
    case 'stop':
      return onStop({ ...model, stopping: model.stopping ?? input.because }, input.because, policy, moment);
    case 'ended':
      if (phase.kind === 'stopped' || phase.kind === 'sweeping') return unchanged(model);
      return to(model, { kind: 'sweeping', death: input.death }, { kind: 'sweep' });
    case 'swept':
      return phase.kind === 'sweeping' ? afterDeath(model, phase.death, policy, moment) : unchanged(model);
  }
}

/** Whether a worker is due to be replaced, or was found to need it. */
export function wantsReplacement({ phase }: WorkerModel, nowMs: number, mayRotate = true): boolean {
  if (phase.kind !== 'ready') return false;
  return phase.replace !== undefined || (mayRotate && phase.rotateAtMs !== undefined && phase.rotateAtMs <= nowMs);
}

function onTick(model: WorkerModel, policy: Policy, moment: Moment): WorkerStep {
  const { phase } = model;
  const { nowMs } = moment;
  switch (phase.kind) {
    case 'waiting':
      if (nowMs < phase.untilMs) return unchanged(model);
      return to({ ...model, instance: model.instance + 1 }, { kind: 'launching' }, { kind: 'start' });
    case 'starting':
      if (policy.readyWithinMs === undefined || nowMs - phase.startedMs < policy.readyWithinMs) return unchanged(model);
      return killed(model, phase.startedMs, 'not-ready-in-time', moment);
    case 'ready':
      if (policy.aliveWithinMs === undefined || nowMs - phase.aliveMs < policy.aliveWithinMs) return unchanged(model);
      return killed(model, phase.startedMs, 'heartbeat-missed', moment);
    case 'draining':
      if (nowMs < phase.killAtMs) return unchanged(model);
      return killed(model, phase.startedMs, 'drain-timed-out', moment, phase.because);
    case 'killed':
      if (nowMs < phase.againAtMs) return unchanged(model);
      return to(model, { ...phase, againAtMs: nowMs + killAgainMs }, { kind: 'kill', because: phase.because });
    case 'launching':
    case 'sweeping':
    case 'stopped':
      return unchanged(model);
  }
}

function begun(model: WorkerModel, policy: Policy, moment: Moment, how?: 'quietly'): WorkerStep {
  const { nowMs } = moment;
  if (model.stopping !== undefined) return drained(model, nowMs, model.stopping, policy, moment);
  if (policy.health.by === 'start') return ready(model, nowMs, policy, moment, how);
  return to(model, { kind: 'starting', startedMs: nowMs });
}

function onAlive(model: WorkerModel, policy: Policy, moment: Moment): WorkerStep {
  const { phase } = model;
  if (phase.kind === 'starting') return ready(model, phase.startedMs, policy, moment);
  if (phase.kind === 'ready') return to(model, { ...phase, aliveMs: moment.nowMs });
  return unchanged(model);
}

function ready(
  model: WorkerModel,
  startedMs: number,
  { rotate }: Policy,
  { nowMs, random }: Moment,
  how?: 'quietly',
): WorkerStep {
  const rotateAtMs = rotate === undefined ? undefined : nowMs + rotate.fromMs + (rotate.toMs - rotate.fromMs) * random;
  const phase: Phase = { kind: 'ready', startedMs, aliveMs: nowMs, rotateAtMs, replace: undefined };
  if (how === 'quietly') return to(model, phase);
  return to(model, phase, { kind: 'say-ready', afterMs: Math.round(nowMs - startedMs) });
}

function onMemory(model: WorkerModel, bytes: number, { memory }: Policy, moment: Moment): WorkerStep {
  const { phase } = model;
  if (phase.kind !== 'ready' && phase.kind !== 'starting' && phase.kind !== 'draining') return unchanged(model);
  if (memory.hardBytes !== undefined && bytes > memory.hardBytes) {
    const askedFor = phase.kind === 'draining' ? phase.because : undefined;
    const { model: next, actions } = killed(model, phase.startedMs, 'hard-memory-limit', moment, askedFor);
    return { model: next, actions: [{ kind: 'say-hard-limit', bytes }, ...actions] };
  }
  if (memory.softBytes === undefined || bytes <= memory.softBytes) return unchanged(model);
  if (phase.kind !== 'ready' || phase.replace !== undefined) return unchanged(model);
  return to(model, { ...phase, replace: 'soft-memory-limit' }, { kind: 'say-soft-limit', bytes });
}

function onStop(model: WorkerModel, because: EndedBecause, policy: Policy, moment: Moment): WorkerStep {
  const { phase } = model;
  switch (phase.kind) {
    case 'waiting':
      return to(model, { kind: 'stopped', because: 'stop' });
    case 'starting':
    case 'ready':
      return drained(model, phase.startedMs, because, policy, moment);
    case 'launching': // it is drained when it has started
    case 'draining':
    case 'killed':
    case 'sweeping':
    case 'stopped':
      return unchanged(model);
  }
}

function afterDeath(model: WorkerModel, death: Death, policy: Policy, { nowMs, random }: Moment): WorkerStep {
  if (model.stopping !== undefined) return to(model, { kind: 'stopped', because: 'stop' });
  const counts = death.askedFor === undefined;
  if (!counts) return to({ ...model, deathsInARow: 0 }, { kind: 'waiting', untilMs: nowMs });
  if (death.cause === 'clean-exit' && policy.restart === 'on-failure') {
    return to(model, { kind: 'stopped', because: 'finished' });
  }
  const deaths = recentDeaths([...model.deaths, { atMs: nowMs, cause: death.cause }], policy.crashLoop);
  const loop = crashLoopOf(deaths, policy.crashLoop);
  const deathsInARow = (death.ranMs ?? 0) >= policy.backoff.resetAfterMs ? 1 : model.deathsInARow + 1;
  const next = { ...model, deaths, deathsInARow };
  if (loop !== undefined) return to(next, { kind: 'stopped', because: 'crash-loop' }, { kind: 'say-crash-loop', loop });
  const inMs = backoffMs(deathsInARow, policy.backoff, random);
  return to(next, { kind: 'waiting', untilMs: nowMs + inMs }, { kind: 'say-restart', inMs });
}

function drained(
  model: WorkerModel,
  startedMs: number,
  because: EndedBecause,
  { drain }: Policy,
  { nowMs }: Moment,
): WorkerStep {
  const phase: Phase = { kind: 'draining', startedMs, because, killAtMs: nowMs + drain.boundMs };
  return to(model, phase, { kind: 'drain', signal: drain.signal, because });
}

function killed(
  model: WorkerModel,
  startedMs: number,
  because: Extract<Phase, { kind: 'killed' }>['because'],
  { nowMs }: Moment,
  askedFor?: EndedBecause,
): WorkerStep {
  const phase: Phase = { kind: 'killed', startedMs, because, askedFor, againAtMs: nowMs + killAgainMs };
  return to(model, phase, { kind: 'kill', because });
}

function to(model: WorkerModel, phase: Phase, ...actions: readonly WorkerAction[]): WorkerStep {
  return { model: { ...model, phase }, actions };
}

function unchanged(model: WorkerModel): WorkerStep {
  return { model, actions: [] };
}
