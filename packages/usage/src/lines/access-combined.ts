import { readAccessFields } from './access-fields.ts';
import type { Reading } from './reading.ts';

const quoted = String.raw`"((?:[^"\\]|\\.)*)"`;
/** Address, identity, user, [time], "request", status, bytes, and whatever follows. */
const combined = new RegExp(String.raw`^(\S+) \S+ (.+?) \[([^\]]+)\] ${quoted} (\d{3}|-) (?:\d+|-)(.*)$`);
/** What follows, one after another: name="value", name=value; or else what is no pair. What a client said stands in quotes, and is stepped over whole: a user agent may say `account=ann`. */
const fields = /([\w-]+)=(?:"((?:[^"\\]|\\.)*)"|(\S*))|"(?:[^"\\]|\\.)*"|\S+/g;

/** Reads a line of the combined format with the figures behind it as `x_usage_…="value"`, in any order. */
export function readAccessCombined(text: string): Reading {
  const [, remote_addr, remote_user, time, request = '', status, rest = ''] = combined.exec(text) ?? [];
  if (remote_addr === undefined) {
    return { kind: 'damaged', reason: 'neither JSON nor a line of the combined format' };
  }
  const [method, path] = request.split(' ');
  const told: Record<string, unknown> = { remote_addr, remote_user, time, method, path, status };
  for (const [, name = '', inQuotes, bare] of rest.matchAll(fields)) {
    if (name !== '')
      told[name.toLowerCase().replaceAll('-', '_')] = inQuotes === undefined ? bare : unescaped(inQuotes);
  }
  return readAccessFields(told, 'access-combined');
}

/** nginx writes `\x22`, HAProxy `\"` and `\u0022`. */
function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(
    /\\(?:x([\dA-Fa-f]{2})|u([\dA-Fa-f]{4})|(.))/g,
    (_, byte?: string, unit?: string, sign?: string) =>
      sign === undefined ? String.fromCharCode(Number.parseInt(byte ?? unit ?? '', 16)) : sign,
  );
}
