/** Something that keeps workers running. */
export interface Contestant {
  readonly name: string;
  /** How long a worker has to run until its death is one. */
  readonly settleMs: number;
  /** Starts it with so many workers of a command. @returns the pid of the one that supervises */
  start(count: number, command: readonly [string, ...string[]]): Promise<number>;
  /** Ends it and its workers. */
  stop(): Promise<void>;
}
