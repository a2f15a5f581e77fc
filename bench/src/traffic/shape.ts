import type { Script } from './script.ts';
import type { Traffic } from './traffic.ts';

/** One way in which a connection goes. */
export interface Shape {
  readonly name: string;
  /** The cause that a diagnosis must find; undefined when no RST occurs. */
  readonly cause: string | undefined;
  /** How many connections, as `tcp.stream` counts them, one run of the script makes. */
  readonly streams: number;
  readonly script: (traffic: Traffic) => Script;
}
