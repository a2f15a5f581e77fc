import { compareError } from './errors.ts';

/** A capture, and where it was taken. */
export interface Vantage {
  /** `originator`, `middle` and `responder` say where on the path it is, where packets don't; any other is a name only. */
  readonly name: string | undefined;
  readonly path: string;
}

/** Reads `NAME=FILE`. @throws CodedError `VANTAGE_UNNAMED` */
export function parseVantage(text: string): Vantage {
  const [, name, path] = /^([A-Za-z][\w-]*)=(.+)$/.exec(text) ?? [];
  if (name === undefined || path === undefined) {
    throw compareError(
      'VANTAGE_UNNAMED',
      `a vantage is NAME=FILE, as originator=client.pcap, with a name of letters, digits, _ and -, and not "${text}"`,
    );
  }
  return { name, path };
}
