/** What JSON can hold. An undefined member is left out. */
export type JsonValue = string | number | boolean | null | undefined | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  readonly [name: string]: JsonValue;
}

const indentation = '  ';

/**
 * What JSON.stringify leaves as it is and a terminal may act on, or hide: C1 controls, directions, invisible characters. Escaped they mean the same
 * to whoever parses the output.
 */
const unsafe = /[\u007f-\u009f\p{Cf}\u2028\u2029]/gu;

/**
 * Writes JSON with two spaces of indentation, except that arrays and objects of nothing but numbers stay on one line: a finding has up to 100,000
 * frame numbers, and one line each would be ten times the output and nothing to read.
 */
export function writeJson(value: JsonValue): string {
  const pieces: string[] = [];
  write(value, '\n', pieces);
  return pieces.join('');
}

function write(value: JsonValue, newline: string, pieces: string[]): void {
  if (value === null || typeof value !== 'object') {
    pieces.push(scalar(value));
  } else if (Array.isArray(value)) {
    writeArray(value, newline, pieces);
  } else {
    writeObject(value as JsonObject, newline, pieces);
  }
}

function writeArray(values: readonly JsonValue[], newline: string, pieces: string[]): void {
  if (values.every(isNumber)) {
    pieces.push(`[${values.map(scalar).join(', ')}]`);
    return;
  }
  const inner = newline + indentation;
  let separator = '[';
  for (const value of values) {
    pieces.push(separator, inner);
    write(value, inner, pieces);
    separator = ',';
  }
  pieces.push(newline, ']');
}

function writeObject(object: JsonObject, newline: string, pieces: string[]): void {
  const members = Object.entries(object).filter(([, value]) => value !== undefined);
  if (members.every(([, value]) => isNumber(value))) {
    const list = members.map(([name, value]) => `${scalar(name)}: ${scalar(value)}`).join(', ');
    pieces.push(list === '' ? '{}' : `{ ${list} }`);
    return;
  }
  const inner = newline + indentation;
  let separator = '{';
  for (const [name, value] of members) {
    pieces.push(separator, inner, scalar(name), ': ');
    write(value, inner, pieces);
    separator = ',';
  }
  pieces.push(newline, '}');
}

function scalar(value: JsonValue): string {
  const written = JSON.stringify(value) ?? 'null';
  return typeof value === 'string' ? written.replace(unsafe, escapeUnits) : written;
}

function escapeUnits(character: string): string {
  return Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');
}

function isNumber(value: JsonValue): boolean {
  return typeof value === 'number';
}
