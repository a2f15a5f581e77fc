import type { ConnectionReport } from '@fivewhys/diagnosis';
import { duration } from '../quantities.ts';

/** `10.0.0.1:80`, `[2001:db8::1]:80`. */
export function endText({ ip, port }: ConnectionReport['originator']): string {
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
}

/** Both ends, and whether it is known who is which. */
export function endsText({ originator, responder, originatorBasis }: ConnectionReport): string {
  return `${endText(originator)} to ${endText(responder)}${originatorBasis === 'guess' ? ' (direction guessed)' : ''}`;
}

/** How long it lasted; undefined when the capture has no times. */
export function lastedText({ durationMs }: ConnectionReport): string | undefined {
  return Number.isFinite(durationMs) ? duration(durationMs) : undefined;
}
