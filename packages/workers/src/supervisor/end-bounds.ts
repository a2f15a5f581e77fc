import type { WorkerKind } from '../config/worker-kind.ts';
import type { CellRecord } from '../containment/containment.ts';
import type { EndOptions } from './end-members.ts';

/** How long orphans have after SIGTERM when nothing else is asked for: with a cgroup none is left 100 ms after the death, else 500 ms. */
const defaultGraceMs = { cgroup: 50, cookie: 150 } as const;
/** Looking into a cgroup is reading one file; without one it is a look at all processes. */
const lookEveryMs = { cgroup: 4, cookie: 25 } as const;
const killBoundMs = 5000;

/**
 * What orphans of a worker get before they are killed.
 *
 * @param abortClass their parent died of an abort or a crash
 */
export function endBoundsOf(
  { graceMs, killAtOnce }: WorkerKind['orphans'],
  containment: CellRecord['kind'],
  abortClass: boolean,
): EndOptions {
  const atOnce = killAtOnce === 'always' || (killAtOnce === 'abort-class' && abortClass);
  return {
    graceMs: atOnce ? 0 : (graceMs ?? defaultGraceMs[containment]),
    boundMs: killBoundMs,
    lookEveryMs: lookEveryMs[containment],
  };
}
