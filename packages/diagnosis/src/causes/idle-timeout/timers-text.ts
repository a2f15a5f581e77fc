import { type KnownTimer, knownTimers } from '../../silence/known-timers.ts';

/** Which documented timers lie between the silences that lived and the one that died. */
export function timersText(diedNs: number, livedNs: number | undefined): string {
  const least = livedNs === undefined ? diedNs / 2 : livedNs;
  const fitting = knownTimers.filter(({ seconds }) => seconds * 1e9 <= diedNs && seconds * 1e9 >= least);
  if (fitting.length === 0) {
    return livedNs === undefined
      ? 'no known timer of a cloud balancer or NAT lies closely below it'
      : 'no known timer of a cloud balancer or NAT lies there: look at the boxes of your own';
  }
  return `known timers ${livedNs === undefined ? 'closely below it' : 'that lie there'}: ${fitting.map(timerText).join('; ')}`;
}

function timerText({ box, seconds, source }: KnownTimer): string {
  return `${box} ${seconds} s (${source})`;
}
