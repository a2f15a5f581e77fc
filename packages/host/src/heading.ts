import type { Line } from './line.ts';
import { type WallTime, wallTimeAt } from './wall-time.ts';

/** A line that people or their shells put above an output: a prompt with the command, the name of a file, the time. */
export type Heading =
  | { readonly kind: 'command'; readonly command: string; readonly host: string | undefined; readonly line: number }
  | { readonly kind: 'file'; readonly path: string; readonly line: number }
  | { readonly kind: 'time'; readonly time: WallTime; readonly line: number };

/** A time takes 40 characters at most, and 20 others may stand on either side of it. */
const longestTimeHeading = 80;

/** The commands whose outputs are read, and those that lead to them. */
const commands = new Set(
  'nstat netstat ss ip conntrack sysctl cat tail head grep egrep zgrep dmesg journalctl perf trace-cmd date awk'.split(
    ' ',
  ),
);
/** What every prompt has, but that of `set -x`; and one of the commands as a word. Both are tried on every line of every text. */
const mark = /[$#>%]/;
const namesCommand = new RegExp(`(?:^|[\\s;|(/])(?:${[...commands].join('|')})(?=$|[\\s;|(])`);
/** With a blank alone before it, it stands in each line of tcpdump's text. */
const beforeIp = ['$', '#', '$ ', '# ', '> ', '/'];
/** One of these is in every line that is a heading, except in a time. */
export const headingMarks: readonly string[] = [
  '/proc/',
  '/sys/',
  'every 0',
  ...[...commands].flatMap((command) =>
    (command === 'ip' ? beforeIp : ['\n', ' ', '/', '$', '#', '>', '%']).flatMap((before) => [
      `${before}${command} `,
      `${before}${command}\n`,
    ]),
  ),
];
/** A time that is a heading stands alone in its line. */
export const timeMark = '00:00:00';

/** How far into a command one of them is looked for: `sudo ip netns exec web timeout 5 watch -n 1 nstat -az`. */
const mostWrappers = 10;
/** Prose behind a `#` or a `>` names commands too. */
const prose = /(?:^|\s)(?:the|to|of|and|is|are|shows|use|see|with|you|we|then)(?:\s|$)/i;

/**
 * Reads a heading: `# nstat -az`, `$ cat /proc/net/snmp`, `root@web1:~# conntrack -S`, `[root@web1 ~]# ss -ltn`, `==> /proc/net/netstat <==`, a path alone on its
 * line, a date, what `watch` and `set -x` print. Undefined for every other line.
 */
export function headingOf({ number, text }: Line): Heading | undefined {
  const line = text.trim();
  if (line.length < 5 || line.length > 400) return undefined;
  return prompt(line, number) ?? file(line, number) ?? time(line, number) ?? watch(line, number);
}

function prompt(text: string, line: number): Heading | undefined {
  if (!mark.test(text) && !text.startsWith('+')) return undefined;
  const match = /^([^$#>%]{0,160})[$#>%] {0,3}(\S.*)$/.exec(text) ?? /^()\+{1,4} (\S.*)$/.exec(text);
  const before = match?.[1]?.trim() ?? '';
  const command = match?.[2]?.trim() ?? '';
  if (match === null || !namesCommand.test(command) || prose.test(command) || prose.test(before)) return undefined;
  const words = command.split(/[\s;|(]+/, mostWrappers + 1).slice(0, mostWrappers);
  if (!words.some((word) => commands.has(word.slice(word.lastIndexOf('/') + 1)))) return undefined;
  const host = /^[[(]?(?:[\w.-]{1,64}@)?([\w.-]{1,64})(?:[:\s~\])]|$)/.exec(before);
  if (before !== '' && host === null) return undefined;
  return { kind: 'command', command, host: host?.[1], line };
}

function file(text: string, line: number): Heading | undefined {
  const match = /^(?:==> |[=#:-]{0,20} {0,3})(\/(?:proc|sys)\/[\w./-]{1,200})(?: <==| {0,3}[=#:-]{0,20})$/.exec(text);
  return match === null ? undefined : { kind: 'file', path: match[1] as string, line };
}

function time(text: string, line: number): Heading | undefined {
  if (text.length > longestTimeHeading) return undefined;
  const bare = text.replace(/^[-=#*[ ]{1,20}/, '');
  const found = wallTimeAt(bare);
  if (found === undefined || !/^[-=#*\] :]{0,20}$/.test(bare.slice(found.text.length))) return undefined;
  return { kind: 'time', time: found, line };
}

/** `Every 2.0s: nstat -az        web1: Sun Mar  1 10:00:00 2026` */
function watch(text: string, line: number): Heading | undefined {
  const match = /^Every \d{1,6}[.,]\d{1,3}s: (\S[^:]{0,300}) ([\w.-]{1,64}): /.exec(text);
  if (match === null) return undefined;
  return { kind: 'command', command: (match[1] as string).trim(), host: match[2], line };
}
