/** Calls and bytes of reading and writing, whatever is behind it: files, sockets, pipes. */
export interface IoCounts {
  readCalls: number;
  writeCalls: number;
  readBytes: number;
  writeBytes: number;
}

export function noIo(): IoCounts {
  return { readCalls: 0, writeCalls: 0, readBytes: 0, writeBytes: 0 };
}

/** Adds what happened from `before` to `now`; counters that seem to have gone back add nothing. */
export function addIo(sum: IoCounts, before: IoCounts, now: IoCounts, share = 1): void {
  sum.readCalls += Math.max(0, now.readCalls - before.readCalls) * share;
  sum.writeCalls += Math.max(0, now.writeCalls - before.writeCalls) * share;
  sum.readBytes += Math.max(0, now.readBytes - before.readBytes) * share;
  sum.writeBytes += Math.max(0, now.writeBytes - before.writeBytes) * share;
}

/**
 * Reads the text of `/proc/PID/io` (proc_pid_io(5)) into `to`: `rchar`, `wchar`, `syscr` and `syscw` are its first four figures. They count what was asked for, also where the page cache
 * answers; calls like `recvmsg` and `sendmsg` are not among them.
 */
export function parseIo(text: Uint8Array, to: IoCounts): IoCounts {
  let at = 0;
  const next = (): number => {
    while (at < text.length && (text[at] as number) !== 0x20) at += 1;
    let figure = 0;
    for (at += 1; at < text.length; at += 1) {
      const digit = (text[at] as number) - 0x30;
      if (digit < 0 || digit > 9) break;
      figure = figure * 10 + digit;
    }
    return figure;
  };
  to.readBytes = next();
  to.writeBytes = next();
  to.readCalls = next();
  to.writeCalls = next();
  return to;
}
