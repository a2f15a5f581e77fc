import { statSync } from 'node:fs';
import { type Annotated, annotateCapture } from '@fivewhys/capture';
import { type Explanation, frameComments } from '@fivewhys/diagnosis';
import { CapturePieces } from './capture-pieces.ts';
import { annotateError, inputError } from './errors.ts';
import type { InputProgress } from './input-progress.ts';
import { OutputFile } from './output-file.ts';

export interface AnnotateOptions {
  /** Told now and then how far the capture is copied (a pcapng is gone through twice), and once when it is done with. */
  readonly onProgress?: ((progress: InputProgress) => void) | undefined;
}

/** Of a user who gives up. */
const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Writes the capture that was explained as pcapng, with a comment on every frame that serves as evidence or belongs to a finding. Frames are as they were. A file that stands at
 * `out` is replaced when all is written; until then it is written beside it. A pipe or a device is written into.
 *
 *     await annotate(await explain('edge.pcapng'), 'edge-annotated.pcapng');
 *
 * @param explanation of one capture (a file), and of texts if need be
 * @throws CodedError `ANNOTATE_ONE_CAPTURE` for no capture, several, or one that is not a file; `ANNOTATE_FAILED` when `out` can't be written; and what reading the capture throws
 */
export async function annotate(
  explanation: Explanation,
  out: string,
  options: AnnotateOptions = {},
): Promise<Annotated> {
  const { onProgress } = options;
  const { path, input } = theCapture(explanation);
  const output = new OutputFile(out);
  const pieces = new CapturePieces(path, (bytesRead, totalBytes) =>
    onProgress?.({ path, bytesRead, totalBytes, done: false }),
  );
  const giveUp = (signal: NodeJS.Signals) => {
    output.discard();
    process.kill(process.pid, signal); // nobody listens any more: it ends as if nobody had
  };
  for (const signal of endings) process.once(signal, giveUp);
  try {
    const annotated = await annotateFile(path, pieces, frameComments(explanation, input), output);
    output.keep();
    return annotated;
  } finally {
    onProgress?.({ path, bytesRead: 0, totalBytes: undefined, done: true });
    output.discard();
    for (const signal of endings) process.off(signal, giveUp);
  }
}

function theCapture({ inputs }: Explanation): { readonly path: string; readonly input: number } {
  const captures = inputs.flatMap(({ path, kind }, input) =>
    kind === 'pcap' || kind === 'pcapng' ? [{ path, input }] : [],
  );
  const [capture] = captures;
  if (capture === undefined) {
    throw annotateError('ANNOTATE_ONE_CAPTURE', 'comments go into a pcap or pcapng file, and none was read');
  }
  if (captures.length > 1) {
    throw annotateError('ANNOTATE_ONE_CAPTURE', `comments go into one capture, and ${captures.length} were read`);
  }
  if (statSync(capture.path, { throwIfNoEntry: false })?.isFile() !== true) {
    throw annotateError('ANNOTATE_ONE_CAPTURE', 'comments go into a capture that is a file; this one came by a pipe');
  }
  return capture;
}

async function annotateFile(
  path: string,
  pieces: CapturePieces,
  comments: ReadonlyMap<number, readonly string[]>,
  output: OutputFile,
): Promise<Annotated> {
  try {
    return await annotateCapture(
      () => pieces.fromStart(),
      comments,
      async (bytes) => output.write(bytes),
    );
  } catch (error) {
    throw inputError(path, error);
  } finally {
    pieces.close();
  }
}
