import { Explainer, type Explanation } from '@fivewhys/diagnosis';
import { parseEndpointFilter } from './endpoint-filter.ts';
import { inputError } from './errors.ts';
import type { Input } from './input.ts';
import { openInput } from './open-input.ts';
import { parseCause } from './parse-cause.ts';
import { SeenFiles } from './seen-files.ts';

/** What is looked at, and what is said of it. All of it, where nothing is given. */
export interface ExplainOptions {
  /** List every connection, not only the findings. */
  readonly connections?: boolean | undefined;
  /** Only this connection, numbered as Wireshark's `tcp.stream`. */
  readonly stream?: number | undefined;
  /** Only connections with this end: `HOST`, `HOST:PORT`, `:PORT`, `[IPV6]:PORT`. */
  readonly filter?: string | undefined;
  /** Only findings of this cause. */
  readonly cause?: string | undefined;
  /** Say of every finding why it is not this cause. */
  readonly whyNot?: string | undefined;
  /** Told now and then how far an input is read, and once when it is done with. */
  readonly onProgress?: ((progress: InputProgress) => void) | undefined;
}

/** How far an input is read. */
export interface InputProgress {
  readonly path: string;
  readonly bytesRead: number;
  /** Undefined when it can't be known before the end. */
  readonly totalBytes: number | undefined;
  readonly done: boolean;
}

/**
 * Explains captures: who reset which connection, and why.
 *
 *     const { findings } = await explain('edge.pcapng');
 *     const both = await explain(['edge.pcapng', { path: 'upload', bytes: request }], { whyNot: 'idle-timeout' });
 *
 * Several inputs are explained together. One that can't be read is in `unreadable`, with the code of docs/errors.md, and stops nothing.
 *
 * @throws CodedError `CAUSE_UNKNOWN` or `FILTER_UNKNOWN` for options that mean nothing, before anything is read
 */
export async function explain(inputs: Input | readonly Input[], options: ExplainOptions = {}): Promise<Explanation> {
  const { connections, stream, filter, cause, whyNot, onProgress } = options;
  const explainer = new Explainer({
    connections: connections === true,
    stream,
    wanted: filter === undefined ? undefined : parseEndpointFilter(filter),
    cause: cause === undefined ? undefined : parseCause(cause),
    whyNot: whyNot === undefined ? undefined : parseCause(whyNot),
  });
  const files = new SeenFiles();
  for (const input of isList(inputs) ? inputs : [inputs]) await addInput(explainer, input, files, onProgress);
  return explainer.finish();
}

async function addInput(
  explainer: Explainer,
  input: Input,
  files: SeenFiles,
  onProgress: ExplainOptions['onProgress'],
): Promise<void> {
  const path = typeof input === 'string' ? input : input.path;
  try {
    if (typeof input === 'string') files.add(input);
    const { source, totalBytes, close } = openInput(input);
    let bytesRead = 0;
    const tell = (done: boolean) => onProgress?.({ path, bytesRead, totalBytes, done });
    try {
      await explainer.addInput(path, source, (bytes) => {
        bytesRead = bytes;
        tell(false);
      });
    } finally {
      close();
      tell(true);
    }
  } catch (error) {
    const { code, message } = inputError(path === '-' ? 'standard input' : path, error);
    explainer.addUnreadable({ path, code, message });
  }
}

function isList(inputs: Input | readonly Input[]): inputs is readonly Input[] {
  return Array.isArray(inputs);
}
