/** One instance of a process. A pid alone is used again after its process is gone; with the start time it is not. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Field 22 of `/proc/PID/stat`: clock ticks since boot at which it started. */
  readonly startTicks: number;
}

/** What `/proc/PID/stat` says of a process (proc_pid_stat(5)). */
export interface ProcessInfo extends ProcessIdentity {
  /** The name in parentheses, at most 15 bytes. */
  readonly name: string;
  /** `R`, `S`, `D`, `T`, `Z` and so on. */
  readonly state: string;
  readonly parentPid: number;
  readonly groupId: number;
  readonly sessionId: number;
}
