import { type WallTime, wallTimeAt } from './wall-time.ts';

/** A line of the kernel's log, its prefixes taken off. */
export interface KernelLine {
  readonly message: string;
  readonly kernelClockNs: bigint | undefined;
  readonly time: WallTime | undefined;
}

/** `[12492.854803] `; `[    0.000000]` at boot; with caller information `[12.5][  T812] `. */
const clock = /^\[ {0,8}(\d{1,10})\.(\d{6})\](?:\[ {0,6}[TC]\d{1,7}\])? /;
/** `Nov 22 01:09:02 web1 kernel: `, perhaps with fractions of seconds. */
const syslog = /^([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d{1,9})?) ([\w.:-]{1,64}) kernel: {0,4}/;
const tag = /^(?:([\w.:-]{1,64}) )?kernel(?:: {0,4}| - - - )/;

/**
 * Takes the prefixes off a line of dmesg (plain, `-T`, `-x`, `--time-format iso`, `-r`), `journalctl -k` (short, short-iso, short-precise) and syslog (RFC 3164 and 5424). A
 * time without a year or a date says when, but not in a way that can be calculated with.
 */
export function kernelLineOf(text: string): KernelLine {
  let message = text.slice(0, 4000).trimStart();
  let time: WallTime | undefined;
  let kernelClockNs: bigint | undefined;
  message = message
    .replace(/^<\d{1,3}>(?:1 (?=\d{4}-))?/, '')
    .replace(/^(?:kern|user|daemon) {0,4}:[a-z]{3,6} {0,4}: /, '');
  const bracketed = message.startsWith('[') ? wallTimeAt(message.slice(1)) : undefined;
  if (bracketed !== undefined && message.startsWith(']', bracketed.text.length + 1)) {
    time = bracketed;
    message = message.slice(bracketed.text.length + 2).trimStart();
  } else {
    time = wallTimeAt(message);
    if (time !== undefined) message = message.slice(time.text.length).trimStart().replace(tag, '');
    else message = message.replace(syslog, '').replace(/^kernel: {0,4}/, '');
  }
  const [whole, seconds, microseconds] = clock.exec(message) ?? [];
  if (whole !== undefined) {
    kernelClockNs = BigInt(seconds as string) * 1_000_000_000n + BigInt(microseconds as string) * 1000n;
    message = message.slice(whole.length).trimStart();
  }
  return { message, kernelClockNs, time };
}
