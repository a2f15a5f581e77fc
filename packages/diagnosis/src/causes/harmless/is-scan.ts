import type { Attempts } from '@fivewhys/connections';

/** From this many different ports of one originator, or as many addresses, fruitless attempts are a scan: no program tries so many. */
const scanTargets = 15;

/** Whether an originator tries so many targets in vain that it looks for what is there. */
export function isScan({ ports, addresses, fruitful, fruitless }: Attempts): boolean {
  return (ports >= scanTargets || addresses >= scanTargets) && fruitless > fruitful * 4;
}
