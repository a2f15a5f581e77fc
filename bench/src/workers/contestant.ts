/** Something that keeps workers running. */
export interface Contestant {
  readonly name: string;
  /** Starts it with so many workers of a command. @returns the pid of the one that supervises */
  start(count: number, command: readonly [string, ...string[]]): Promise<number>;
  /** Ends it and its workers. */
  stop(): Promise<void>;
}
