import { redact } from '../death/redact.ts';
import type { WorkerFact } from '../events/worker-event.ts';
import { readCommandLine, readProcess } from '../process/proc.ts';
import type { Ended } from './end-members.ts';

/** So many are remembered of those that were ended since the last look. */
const mostRemembered = 100;

/**
 * An orphan's parent is process 1, or a subreaper, and that has to ask how it ended: else it stays as a zombie, and the table of processes fills up. In containers process 1 is often a program that was not made for it, such as npm,
 * and that is seen only when a zombie stays.
 */
export class ReapingWatch {
  #ended: readonly number[] = [];
  /** Those that had a whole time between looks to be reaped. */
  #due: readonly number[] = [];
  #isSaid = false;

  noticeEnded({ orphans }: Ended): void {
    if (!this.#isSaid) this.#ended = [...this.#ended, ...orphans.map(({ pid }) => pid)].slice(-mostRemembered);
  }

  /** To be called every few seconds. @returns what is to be said, once */
  look(): WorkerFact | undefined {
    const reaper = this.#due.flatMap((pid) => zombiesParentOf(pid) ?? []).at(0);
    this.#due = this.#ended;
    this.#ended = [];
    if (reaper === undefined || this.#isSaid) return undefined;
    this.#isSaid = true;
    return { event: 'orphans-not-reaped', pid: reaper, command: redact(readCommandLine(reaper)) };
  }
}

function zombiesParentOf(pid: number): number | undefined {
  const info = readProcess(pid);
  return info?.state === 'Z' && info.parentPid !== process.pid ? info.parentPid : undefined;
}
