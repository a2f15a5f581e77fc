import { Explainer, type Explanation } from '@fivewhys/diagnosis';
import { CodedError } from '@fivewhys/evidence';
import { flows } from './all-causes.ts';
import { isOfSeveralInterfaces } from './capture-header.ts';
import { type ComparedVantages, comparedVantages } from './compared-vantages.ts';
import { parseEndpointFilter } from './endpoint-filter.ts';
import { inputError } from './errors.ts';
import { type Gathered, gather } from './evidence-folder.ts';
import type { Input } from './input.ts';
import type { InputProgress } from './input-progress.ts';
import { openInput } from './open-input.ts';
import { parseCause } from './parse-cause.ts';
import { SeenFiles } from './seen-files.ts';
import type { Vantage } from './vantage.ts';

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
  /** Two captures or more of the same connections, taken at different places: what they show together is evidence. They are read before the other inputs, and three times. */
  readonly vantages?: readonly Vantage[] | undefined;
  /** Gives up when it is aborted: `explain` rejects with its reason, also in the midst of waiting for a stream. */
  readonly signal?: AbortSignal | undefined;
  /** Told now and then how far an input is read, and once when it is done with. */
  readonly onProgress?: ((progress: InputProgress) => void) | undefined;
}

/**
 * Explains captures: who reset which connection, and why.
 *
 *     const { findings } = await explain('edge.pcapng');
 *     const both = await explain(['edge.pcapng', { path: 'upload', bytes: request }], { whyNot: 'idle-timeout' });
 *
 * Several inputs are explained together; of a folder, the captures and texts in it, captures as vantages. One that can't be read is in `unreadable`, with the code of docs/errors.md, and stops nothing.
 *
 * @throws CodedError `CAUSE_UNKNOWN` or `FILTER_UNKNOWN` for options that mean nothing, before anything is read; the reason of `signal`; with `vantages` what `compare` throws
 */
export async function explain(inputs: Input | readonly Input[], options: ExplainOptions = {}): Promise<Explanation> {
  const { connections, stream, filter, cause, whyNot } = options;
  const gathered = gather(isList(inputs) ? inputs : [inputs]);
  const compared = await compareGathered(gathered, options);
  const explainer = new Explainer({
    elsewhere: compared?.elsewhere,
    flows,
    connections: connections === true,
    stream,
    wanted: filter === undefined ? undefined : parseEndpointFilter(filter),
    end: filter,
    cause: cause === undefined ? undefined : parseCause(cause),
    whyNot: whyNot === undefined ? undefined : parseCause(whyNot),
  });
  const files = new SeenFiles();
  for (const unread of [...gathered.unreadable, ...(compared?.unreadable ?? [])]) explainer.addUnreadable(unread);
  const captures = compared?.paths ?? gathered.captures.map(({ path }) => path);
  for (const input of [...captures, ...gathered.inputs]) await addInput(explainer, input, files, options);
  return explainer.finish();
}

/** Captures of one folder are taken to be of the same connections, unless they have none in common. */
async function compareGathered(
  { captures }: Gathered,
  { stream, filter, onProgress, vantages = [] }: ExplainOptions,
): Promise<ComparedVantages | undefined> {
  const all = [...vantages, ...captures];
  if (
    all.length === 0 ||
    (vantages.length === 0 && captures.length === 1 && !isOfSeveralInterfaces(all[0]?.path ?? ''))
  )
    return undefined;
  try {
    return await comparedVantages(all, { stream, filter, onProgress });
  } catch (error) {
    const isNoFailure = error instanceof CodedError && /^COMPARE_(?:NOTHING_IN_COMMON|TOO_FEW)$/.test(error.code);
    if (vantages.length === 0 && isNoFailure) return undefined;
    throw error;
  }
}

async function addInput(
  explainer: Explainer,
  input: Input,
  files: SeenFiles,
  { onProgress, signal }: ExplainOptions,
): Promise<void> {
  const path = typeof input === 'string' ? input : input.path;
  signal?.throwIfAborted();
  try {
    if (typeof input === 'string') files.add(input);
    const { source, totalBytes, close } = openInput(input);
    let bytesRead = 0;
    const tell = (done: boolean) => onProgress?.({ path, bytesRead, totalBytes, done });
    try {
      const reading = explainer.addInput(path, source, (bytes) => {
        signal?.throwIfAborted();
        bytesRead = bytes;
        tell(false);
      });
      await (signal === undefined ? reading : unlessAborted(reading, signal));
    } finally {
      close();
      tell(true);
    }
  } catch (error) {
    signal?.throwIfAborted();
    const { code, message } = inputError(path === '-' ? 'standard input' : path, error);
    explainer.addUnreadable({ path, code, message });
  }
}

/** What waits for a stream hears of an abort at once, and not when the stream goes on. */
async function unlessAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
    work.catch(() => undefined); // of given-up work nobody hears
  }
}

function isList(inputs: Input | readonly Input[]): inputs is readonly Input[] {
  return Array.isArray(inputs);
}
