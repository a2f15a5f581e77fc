export interface Line {
  readonly step: 'begin' | 'step' | 'end';
  readonly job: string;
  readonly pid: number;
  readonly atMs: number;
}

export interface Verdict {
  readonly executions: number;
  /** Executions after one that had not come to its end: what a queue promises when a worker dies. */
  readonly repeatedAfterInterruption: number;
  /** Executions after one that had come to its end, which the queue never heard of: the worker was killed in between. */
  readonly repeatedAfterEnd: number;
  /** What no queue promises: two at work on one job, or one at work on a job that was done. */
  readonly violations: readonly string[];
}

export function linesOf(text: string): readonly Line[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [step = '', job = '', pid, atMs] = line.split(' ');
      return { step: step as Line['step'], job, pid: Number(pid), atMs: Number(atMs) };
    });
}

/**
 * Judges what was done with the jobs, in the order in which it was written.
 *
 * @param finishedMs when the queue counted each job as completed
 */
export function judgeJournal(lines: readonly Line[], finishedMs: ReadonlyMap<string, number>): Verdict {
  const current = new Map<string, { readonly pid: number; ended: boolean }>();
  const violations: string[] = [];
  let executions = 0;
  let repeatedAfterInterruption = 0;
  let repeatedAfterEnd = 0;
  for (const { step, job, pid, atMs } of lines) {
    const running = current.get(job);
    if (atMs > (finishedMs.get(job) ?? Number.POSITIVE_INFINITY))
      violations.push(`job ${job} was worked on after it was done`);
    if (step === 'begin') {
      executions += 1;
      if (running?.ended === true) repeatedAfterEnd += 1;
      else if (running !== undefined) repeatedAfterInterruption += 1;
      current.set(job, { pid, ended: false });
    } else if (running?.pid !== pid) violations.push(`job ${job} was worked on by ${pid} beside ${running?.pid}`);
    else if (step === 'end') running.ended = true;
  }
  return { executions, repeatedAfterInterruption, repeatedAfterEnd, violations };
}
