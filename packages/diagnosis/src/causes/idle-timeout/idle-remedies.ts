import type { Connection } from '@fivewhys/connections';
import type { Remedy } from '@fivewhys/evidence';
import { idleTimeout as entry } from '../../catalogue/idle-timeout.ts';
import { remediesHere } from '../../commands/remedies-here.ts';

/** What the catalogue names: less than every timer of `known-timers.ts`. */
const usual = { time: 120, interval: 30 };
/** Of a silence that connections outlived: a probe must get there before it is over. */
const safeShare = 0.8;

/**
 * The remedies of the catalogue, with times for keep-alive that are below the timer as far as the capture tells it.
 *
 * @param livedNs the longest silence that a connection to the same port outlived
 * @param diedNs the silence that this one did not
 */
export function idleRemedies(connection: Connection, livedNs: number | undefined, diedNs: number): Remedy[] {
  const safeSeconds = (livedNs ?? diedNs / 2) / 1e9;
  const time = Math.min(usual.time, Math.max(1, Math.floor(safeSeconds * safeShare)));
  const interval = Math.min(usual.interval, Math.max(1, Math.floor(time / 4)));
  const inTime = (command: string) =>
    command.replace(
      `tcp_keepalive_time=${usual.time} net.ipv4.tcp_keepalive_intvl=${usual.interval}`,
      `tcp_keepalive_time=${time} net.ipv4.tcp_keepalive_intvl=${interval}`,
    );
  return remediesHere(entry, connection).map((remedy) => ({ ...remedy, commands: remedy.commands.map(inTime) }));
}
