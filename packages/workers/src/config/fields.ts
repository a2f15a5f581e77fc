import { redact } from '../death/redact.ts';
import { workersError } from '../errors.ts';

/**
 * Reads the fields of one object of a configuration. Each method says where the value stands when it is not what it should be; `end` refuses fields that nobody asked for, for a
 * setting with a slip in its name would otherwise be no setting.
 */
export class Fields {
  readonly #where: string;
  readonly #object: Readonly<Record<string, unknown>>;
  readonly #read = new Set<string>();

  /** @throws CodedError `CONFIG_INVALID`, as all methods do */
  constructor(value: unknown, where: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(where, value, 'an object');
    this.#where = where;
    this.#object = value as Record<string, unknown>;
  }

  /** A field that may be left out. */
  optional<T>(name: string, expected: string, read: (value: unknown, where: string) => T | undefined): T | undefined {
    this.#read.add(name);
    const value = this.#object[name];
    if (value === undefined) return undefined;
    const where = this.#where === '' ? name : `${this.#where}.${name}`;
    const result = read(value, where);
    if (result === undefined) throw wrong(where, value, expected);
    return result;
  }

  required<T>(name: string, expected: string, read: (value: unknown, where: string) => T | undefined): T {
    const result = this.optional(name, expected, read);
    if (result !== undefined) return result;
    throw wrong(this.#where === '' ? name : `${this.#where}.${name}`, undefined, expected);
  }

  end(): void {
    const unknown = Object.keys(this.#object).find((name) => this.#object[name] !== undefined && !this.#read.has(name));
    if (unknown === undefined) return;
    const known = [...this.#read].join(', ');
    throw workersError(
      'CONFIG_INVALID',
      `${this.#where || 'the configuration'} has no field ${unknown}; it has ${known}`,
    );
  }
}

function wrong(where: string, got: unknown, expected: string) {
  const shown = got === undefined ? 'missing' : redact(JSON.stringify(got) ?? String(got)).slice(0, 80);
  return workersError('CONFIG_INVALID', `${where || 'the configuration'} is ${shown}; expected ${expected}`);
}
