import { execFile } from 'node:child_process';

/**
 * Tells systemd how it goes (sd_notify(3)). Node.js has no datagram sockets of the file system, so systemd's own `systemd-notify` sends; it is another process, hence `NotifyAccess=all` in the unit.
 */
export class ServiceManager {
  readonly #isThere: boolean;
  readonly #watchdog: NodeJS.Timeout | undefined;

  constructor(environment: NodeJS.ProcessEnv) {
    this.#isThere = (environment.NOTIFY_SOCKET ?? '') !== '';
    const watchdogMs = Number(environment.WATCHDOG_USEC) / 1000;
    const forUs = environment.WATCHDOG_PID === undefined || Number(environment.WATCHDOG_PID) === process.pid;
    if (!this.#isThere || !forUs || !(watchdogMs > 0)) return;
    this.#watchdog = setInterval(() => this.tell('WATCHDOG=1'), watchdogMs / 3).unref();
  }

  /** @param states such as `READY=1` */
  tell(...states: readonly string[]): void {
    if (!this.#isThere) return;
    // That it can't be told is seen by the manager, which waits for it.
    execFile('systemd-notify', [...states], { timeout: 5000 }, () => {}).unref();
  }

  close(): void {
    clearInterval(this.#watchdog);
  }
}
