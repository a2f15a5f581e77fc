/** What a line of the kernel's trace says, as far as a guard asks. Pids are those of threads, of which the first of a process has its number. */
export type TraceLine =
  | { readonly kind: 'fork'; readonly pid: number; readonly childPid: number }
  | { readonly kind: 'signal'; readonly signal: number; readonly pid: number; readonly sender: number }
  | { readonly kind: 'exit'; readonly pid: number };

const prefix = /^.*-(\d+) +\[\d+\] .*?: /;
// A process chooses its own name, so what stands behind it is searched for from the end.
const fork = /sched_process_fork: comm=.* pid=(\d+) child_comm=.* child_pid=(\d+)$/;
const signal = /signal_generate: sig=(\d+) errno=-?\d+ code=-?\d+ comm=.* pid=(\d+) grp=\d res=(\d)$/;
const exit = /sched_process_exit: comm=.* pid=(\d+) prio=\d+/;

/** Reads a line of `trace_pipe` (Documentation/trace/events.rst); undefined for any other line, and for signals that were ignored (`res=1`). */
export function traceLineOf(line: string): TraceLine | undefined {
  const [, pid, childPid] = fork.exec(line) ?? [];
  if (pid !== undefined) return { kind: 'fork', pid: Number(pid), childPid: Number(childPid) };
  const [, number, target, result] = signal.exec(line) ?? [];
  if (number !== undefined) {
    const sender = Number(prefix.exec(line)?.[1] ?? 0);
    return result === '1' ? undefined : { kind: 'signal', signal: Number(number), pid: Number(target), sender };
  }
  const [, ended] = exit.exec(line) ?? [];
  return ended === undefined ? undefined : { kind: 'exit', pid: Number(ended) };
}
