import { hasEnded, isAlive, readProcess, readPssBytes, readResidentBytes, ticksNow } from '../process/proc.ts';
import type { ProcessIdentity, ProcessInfo } from '../process/process-info.ts';
import { signalProcess } from '../process/signal-process.ts';
import type { Cell, CellRecord, Look, Newcomers } from './containment.ts';
import { lookAround } from './look-around.ts';
import { type Marks, membersByCookie, newMembers } from './members-by-cookie.ts';

/** The clock is read somewhat early (see ticksNow), and within a tenth of a second no number is given again: the kernel goes through all others first. */
const graceTicks = 10;

/** Where there is no cgroup to be had: members are known by a variable of their environment, their process group and session, and their parents. */
export class CookieCell implements Cell {
  readonly #cookie: string;
  readonly #sinceTicks: number;
  #main: ProcessIdentity | undefined;
  #groupId: number | undefined;
  #groupUntilTicks: number | undefined;
  #seen: readonly ProcessIdentity[] = [];
  /** What was seen before can't have shown it. */
  #enteredMs = performance.now();

  constructor(cookie: string, sinceTicks: number, groupId?: number) {
    this.#cookie = cookie;
    this.#sinceTicks = sinceTicks;
    if (groupId !== undefined) this.entered(groupId);
  }

  record(): CellRecord {
    const record = { kind: 'cookie', cookie: this.#cookie, sinceTicks: this.#sinceTicks } as const;
    return this.#groupId === undefined ? record : { ...record, groupId: this.#groupId };
  }

  entering(command: readonly string[]): readonly [string, ...string[]] {
    const [file = '', ...args] = command;
    return [file, ...args];
  }

  entered(pid: number): void {
    this.#enteredMs = performance.now();
    const info = readProcess(pid);
    // Found again after a restart, the number may be another's by now.
    if (info === undefined || info.startTicks < this.#sinceTicks || info.groupId !== pid) return;
    this.#main = info;
    this.#groupId = pid;
    this.#seen = [info];
  }

  members(look: Look = lookAround(this.#enteredMs)): readonly ProcessInfo[] {
    if (this.#main !== undefined && this.#groupUntilTicks === undefined && !isIn(look, this.#main)) {
      this.#groupUntilTicks = ticksNow() + graceTicks;
    }
    const members = membersByCookie(look.alive, this.#marks(), (pid) => look.cookieOf(pid));
    this.#seen = members;
    return members;
  }

  notice({ processes, cookieOf, isThere }: Newcomers): void {
    const seen = this.#seen.filter(({ pid }) => isThere(pid));
    this.#seen = [...seen, ...newMembers(processes, { ...this.#marks(), seen }, cookieOf)];
  }

  kill(): void {
    for (const member of this.members()) signalProcess(member, 'SIGKILL');
  }

  /** A child that is forked behind the place that was read last is seen by the second look. */
  isEmpty(): boolean {
    const look = lookAround(this.#enteredMs);
    return this.members(look).length === 0 && this.members(lookAround(this.#enteredMs, look)).length === 0;
  }

  /** Of those that were seen last. */
  memoryBytes(): number {
    return this.#seen.filter(isAlive).reduce((sum, { pid }) => sum + (readPssBytes(pid) ?? 0), 0);
  }

  memoryBoundBytes(): number | undefined {
    return readResidentBytes(this.#seen.map(({ pid }) => pid));
  }

  oomKills(): undefined {
    return undefined;
  }

  limitMemory(): boolean {
    return false;
  }

  remove(): void {}

  #marks(): Marks {
    return {
      cookie: this.#cookie,
      sinceTicks: this.#sinceTicks,
      groupId: this.#groupId,
      groupUntilTicks: this.#groupUntilTicks,
      seen: this.#seen,
    };
  }
}

/** Seen in the look and not ended. In a look that was begun before it was started it is not seen, and has not ended. */
function isIn(look: Look, { pid, startTicks }: ProcessIdentity): boolean {
  const info = look.find(pid);
  if (info?.startTicks === startTicks) return !hasEnded(info);
  return isAlive({ pid, startTicks });
}
