import { execFile } from 'node:child_process';

/**
 * Tells systemd how it goes (sd_notify(3)). Node.js has no datagram sockets of the file system, so systemd's own `systemd-notify` sends; it is another process, hence `NotifyAccess=all` in the unit.
 */
export class ServiceManager {
  readonly #isThere: boolean;
  readonly #watchdog: NodeJS.Timeout | undefined;
  #told: Promise<void> = Promise.resolve();

  constructor(environment: NodeJS.ProcessEnv) {
    this.#isThere = (environment.NOTIFY_SOCKET ?? '') !== '';
    const watchdogMs = Number(environment.WATCHDOG_USEC) / 1000;
    const forUs = environment.WATCHDOG_PID === undefined || Number(environment.WATCHDOG_PID) === process.pid;
    if (!this.#isThere || !forUs || !(watchdogMs > 0)) return;
    this.#watchdog = setInterval(() => this.tell('WATCHDOG=1'), watchdogMs / 3).unref();
  }

  /** What is told first arrives first. @param states such as `READY=1` */
  tell(...states: readonly string[]): void {
    if (!this.#isThere) return;
    this.#told = this.#told.then(() => notified(states));
  }

  /** A unit of `Type=notify-reload` is told when its reload began, by the clock that `CLOCK_MONOTONIC` is, and that it is over. */
  reloading(reload: () => void): void {
    this.tell('RELOADING=1', `MONOTONIC_USEC=${process.hrtime.bigint() / 1000n}`);
    reload();
    this.tell('READY=1');
  }

  close(): void {
    clearInterval(this.#watchdog);
  }
}

/** That it can't be told is seen by the manager, which waits for it. */
function notified(states: readonly string[]): Promise<void> {
  return new Promise((resolve) => {
    execFile('systemd-notify', [...states], { timeout: 5000 }, () => resolve()).unref();
  });
}
