import { readAccessCombined } from './access-combined.ts';
import { readAccessJson } from './access-json.ts';
import type { Reading } from './reading.ts';
import { readUsageRecord } from './usage-record.ts';

const shownInReason = 40;

/** Reads one line of a log, told by its content: a usage record, or a line of an access log as JSON or in the combined format. */
export function readLine(text: string): Reading {
  const first = text.charCodeAt(0);
  if (first === 0x7b) return readObject(text);
  const line = text.trim().replace(/^\ufeff/, '');
  if (line === '') return { kind: 'blank' };
  return line.startsWith('{') ? readObject(line) : readAccessCombined(line);
}

function readObject(text: string): Reading {
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(text) as Record<string, unknown>;
  } catch {
    return { kind: 'damaged', reason: `no JSON: it ends in ${JSON.stringify(text.trimEnd().slice(-shownInReason))}` };
  }
  const record = value.event === 'usage' ? value.usage : value;
  if (isRecord(record)) return readUsageRecord(record);
  return readAccessJson(value);
}

/** A usage record; as evidence, one lies within its line. */
function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string';
}
