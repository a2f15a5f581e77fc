import { setTimeout as sleep } from 'node:timers/promises';
import type { Cell } from '../containment/containment.ts';
import { redact } from '../death/redact.ts';
import type { Orphan } from '../events/worker-event.ts';
import { askToEnd } from '../process/ask-to-end.ts';
import { readCommandLine, readPssBytes } from '../process/proc.ts';
import type { ProcessInfo } from '../process/process-info.ts';

export interface EndOptions {
  /** How long members have after SIGTERM; 0: SIGKILL at once. */
  readonly graceMs: number;
  /** How long is tried after SIGKILL; a process in an uninterruptible call can outlive it. */
  readonly boundMs: number;
  readonly lookEveryMs: number;
}

export interface Ended {
  readonly orphans: readonly Orphan[];
  readonly count: number;
  readonly killed: boolean;
  readonly tookMs: number;
  readonly left: number;
}

/** So many are listed with command and memory. */
const mostListed = 50;
/** Reading the memory of a large process takes the kernel milliseconds, and that none is left is more urgent. */
const lookMs = 15;

/** Asks each to end, once. Who was forked while the others were asked has to be asked, too. */
class Asking {
  readonly #asked = new Set<string>();

  ask(members: readonly ProcessInfo[]): void {
    for (const member of members) {
      const key = `${member.pid} ${member.startTicks}`;
      if (this.#asked.has(key)) continue;
      this.#asked.add(key);
      askToEnd(member, 'SIGTERM');
    }
  }
}

/** Ends all members of a cell: SIGTERM, a bound, SIGKILL, and again until none is left. */
export async function endMembers(cell: Cell, { graceMs, boundMs, lookEveryMs }: EndOptions): Promise<Ended> {
  const beganMs = performance.now();
  const spentMs = () => performance.now() - beganMs;
  const members = cell.members();
  if (members.length === 0 && cell.isEmpty()) {
    return { orphans: [], count: 0, killed: false, tookMs: spentMs(), left: 0 };
  }
  const asking = graceMs > 0 ? new Asking() : undefined;
  const listed = members.slice(0, mostListed).map(({ pid }) => ({ pid, command: redact(readCommandLine(pid)) }));
  asking?.ask(members);
  const orphans = listed.map((orphan): Orphan => {
    const pssBytes = spentMs() < lookMs ? readPssBytes(orphan.pid) : undefined;
    return pssBytes === undefined ? orphan : { ...orphan, pssBytes };
  });
  while (spentMs() < graceMs && !cell.isEmpty()) {
    asking?.ask(cell.members());
    await sleep(lookEveryMs);
  }
  // Each look costs milliseconds where there is no cgroup, so none is taken whose answer is known.
  const killed = graceMs === 0 || !cell.isEmpty();
  for (let isOver = !killed; !isOver && spentMs() < graceMs + boundMs; isOver = cell.isEmpty()) {
    cell.kill();
    await sleep(lookEveryMs);
  }
  return { orphans, count: members.length, killed, tookMs: spentMs(), left: cell.members().length };
}
