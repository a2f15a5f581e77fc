import { join } from 'node:path';
import { Client } from '../load/client.ts';
import { play, type Stretch } from '../load/play.ts';
import { ordinaryTraffic, partOf } from '../load/traffic.ts';
import type { Host } from './host.ts';

/** The length of each quiet time; the incidents are played over the same traffic. */
export const quietMs = 20_000;
export const shadowMs = 12_000;
export const enforcedMs = 2 * quietMs;
/** The window of the limit. */
export const windowS = 60;

/** What all chapters play on. */
export class Scene {
  readonly host: Host;
  readonly say: (line?: string) => void;
  readonly #client: Client;
  /**
   * The same traffic all the time: what differs from one stretch to the next is what the few do. This seed makes 106 clones of the 100 that are to be expected,
   * and two in the first second and a half, where nearly four are: until the few have used up their limit, whoever comes waits for them, and such clones are what its 95 % has least room for.
   */
  readonly #traffic = ordinaryTraffic(enforcedMs, 6);

  constructor(host: Host, say: (line?: string) => void) {
    this.host = host;
    this.say = say;
    this.#client = new Client(host.url, join(host.folder, 'clones'), host.repositories);
  }

  play(fromMs: number, toMs: number, isIncident = false): Promise<Stretch> {
    return play(this.#client, partOf(this.#traffic, fromMs, toMs), toMs - fromMs, isIncident);
  }

  /** Code that just began to run is slow, and that is not to be measured. */
  async warmUp(): Promise<void> {
    const ms = 4000;
    await play(this.#client, ordinaryTraffic(ms, 2), ms, false);
  }
}
