import { HostReader, type HostReading } from './host-reader.ts';

/**
 * Reads what a host says about itself from a whole text. For a text that comes in pieces: `HostReader`.
 *
 * @param options.input index of the input, which quotes carry
 * @param options.host the host's name, where it is known
 */
export function readHostText(
  text: string,
  options: { readonly input?: number; readonly host?: string } = {},
): HostReading {
  const { input = 0, host } = options;
  const reader = new HostReader(host === undefined ? { input } : { input, host });
  reader.write(text);
  return reader.end();
}
