import { connect, type Socket } from 'node:net';

const request = 'GET / HTTP/1.1\r\nHost: bench\r\nConnection: keep-alive\r\n\r\n';
/** What every response ends with; its head says how long it is, but to look for that would make the load dearer than the server. */
const lastBytes = 'hello, world';

/**
 * Twenty connections, each of which asks again as soon as it is answered; a tenth of what a server takes.
 *
 * It is never asleep while it waits for answers. Else servers would have to wake it, which takes a µs or two of their own time, and the slower ones more often: that
 * would count as the throttle's. In production, who asks is on another machine.
 */
export class Load {
  readonly #sockets: readonly Socket[];
  #running = false;
  #answered = 0;
  #open = 0;
  #idle: () => void = () => {};

  constructor(sockets: readonly Socket[]) {
    this.#sockets = sockets;
    for (const socket of sockets) socket.setEncoding('latin1').on('data', (text) => this.#take(socket, String(text)));
  }

  static async open(port: number, connections = 20): Promise<Load> {
    const sockets = Array.from({ length: connections }, () => connect({ port, host: '127.0.0.1', noDelay: true }));
    await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
    return new Load(sockets);
  }

  /** Asks for so long. @returns how many requests were answered with success */
  async run(ms: number): Promise<number> {
    this.#answered = 0;
    this.#running = true;
    const idle = new Promise<void>((resolve) => {
      this.#idle = resolve;
    });
    for (const socket of this.#sockets) this.#ask(socket);
    this.#stayAwake();
    setTimeout(() => {
      this.#running = false;
    }, ms);
    await idle;
    return this.#answered;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #stayAwake(): void {
    if (this.#open > 0) setImmediate(() => this.#stayAwake());
  }

  #ask(socket: Socket): void {
    this.#open += 1;
    socket.write(request);
  }

  #take(socket: Socket, text: string): void {
    if (text.startsWith('HTTP/1.1 ') && !text.startsWith('HTTP/1.1 200')) throw new Error(text.split('\r', 1)[0]);
    if (!text.endsWith(lastBytes)) return;
    this.#answered += 1;
    this.#open -= 1;
    if (this.#running) this.#ask(socket);
    else if (this.#open === 0) this.#idle();
  }
}
