import { closeSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { type Annotated, annotateCapture, DescriptorSource } from '@fivewhys/capture';
import { type Explanation, frameComments } from '@fivewhys/diagnosis';
import { CodedError } from '@fivewhys/evidence';
import { type ExplainErrorCode, inputError } from './errors.ts';

/** Of a user who gives up. */
const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Writes the capture that was explained as pcapng, with a comment on every frame that serves as evidence or belongs to a finding. Frames are as they were. What stands at
 * `out` is replaced when all is written; until then it is written beside it.
 *
 * @param explanation of one capture (a file), and of texts if need be
 * @throws CodedError `ANNOTATE_ONE_CAPTURE` for no capture, several, or one that is not a file; `ANNOTATE_FAILED` when `out` can't be written; and what reading the capture throws
 */
export async function annotate(explanation: Explanation, out: string): Promise<Annotated> {
  const captures = explanation.inputs.flatMap(({ path, kind }, input) =>
    kind === 'pcap' || kind === 'pcapng' ? [{ path, input }] : [],
  );
  const [capture] = captures;
  if (capture === undefined || captures.length > 1 || !isFile(capture.path)) {
    throw failure('ANNOTATE_ONE_CAPTURE', 'comments can be written into one capture, a pcap or pcapng file');
  }
  const partial = `${out}.partial`;
  let descriptor: number | undefined;
  const cleanUp = () => {
    if (descriptor !== undefined) rmSync(partial, { force: true });
  };
  const giveUp = (signal: NodeJS.Signals) => {
    cleanUp();
    process.kill(process.pid, signal); // nobody listens any more: it ends as if nobody had
  };
  for (const signal of endings) process.once(signal, giveUp);
  try {
    const output = openOutput(partial);
    descriptor = output;
    const annotated = await annotateFile(capture.path, frameComments(explanation, capture.input), output);
    renameSync(partial, out);
    descriptor = undefined;
    return annotated;
  } finally {
    cleanUp();
    for (const signal of endings) process.off(signal, giveUp);
  }
}

async function annotateFile(
  path: string,
  comments: ReadonlyMap<number, readonly string[]>,
  output: number,
): Promise<Annotated> {
  let input: number | undefined;
  try {
    const opened = openSync(path, 'r');
    input = opened;
    return await annotateCapture(
      () => new DescriptorSource(opened).rewound(),
      comments,
      async (bytes) => writeAll(output, bytes),
    );
  } catch (error) {
    throw inputError(path, error);
  } finally {
    if (input !== undefined) closeSync(input);
    closeSync(output);
  }
}

function openOutput(path: string): number {
  try {
    return openSync(path, 'w');
  } catch (error) {
    throw failure('ANNOTATE_FAILED', `${path} can't be written: ${(error as Error).message}`);
  }
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  try {
    for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
  } catch (error) {
    throw failure('ANNOTATE_FAILED', `the annotated capture can't be written: ${(error as Error).message}`);
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function failure(code: ExplainErrorCode, message: string): CodedError {
  return new CodedError(code, message);
}
