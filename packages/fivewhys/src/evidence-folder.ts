import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError } from '@fivewhys/evidence';
import { isCapture, isOfSeveralInterfaces } from './capture-header.ts';
import { type ExplainErrorCode, inputError } from './errors.ts';
import type { Input } from './input.ts';
import type { Vantage } from './vantage.ts';

/** Inputs with those that lie in folders. */
export interface Gathered {
  /**
   * Captures of folders, each a vantage with the name of its file: `originator.pcap` was taken at the originator's host. Without those, the first input, if it is a capture
   * of all interfaces of a host.
   */
  readonly captures: readonly Vantage[];
  /** All else. */
  readonly inputs: readonly Input[];
  /** Folders in which nothing was found. */
  readonly unreadable: readonly { readonly path: string; readonly code: string; readonly message: string }[];
}

interface EvidenceFolder {
  readonly captures: readonly Vantage[];
  /** Captures as text, logs, counters, compressed files. */
  readonly texts: readonly string[];
}

/** Notes and results that lie beside the evidence, and may quote it. */
const documents = /\.(?:md|markdown|html?|json|pdf|docx?|png|jpe?g|svg)$/i;
/** Puts what lies in a folder into its place. */
export function gather(inputs: readonly Input[]): Gathered {
  const captures: Vantage[] = [];
  const unreadable: { path: string; code: string; message: string }[] = [];
  const others = inputs.flatMap((input): readonly Input[] => {
    if (typeof input !== 'string' || !isFolder(input)) return [input];
    try {
      const found = evidenceIn(input);
      captures.push(...found.captures);
      return found.texts;
    } catch (error) {
      const { code, message } = inputError(input, error);
      unreadable.push({ path: input, code, message });
      return [];
    }
  });
  const [first, ...rest] = others;
  // Such a capture is several places by itself; those come first.
  if (captures.length === 0 && typeof first === 'string' && isOfSeveralInterfaces(first)) {
    return { captures: [{ name: undefined, path: first }], inputs: rest, unreadable };
  }
  return { captures, inputs: others, unreadable };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/**
 * Looks for evidence in a folder, or in the only folder in it. Hidden files and documents (Markdown, HTML, JSON, pictures) are left out.
 *
 * @throws CodedError `INPUT_IS_DIRECTORY` when it holds none, or several folders; the system's error when it can't be read
 */
function evidenceIn(path: string): EvidenceFolder {
  const entries = readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.'))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const folders = entries.filter((entry) => isFolder(join(path, entry.name)));
  const files = entries.filter((entry) => !folders.includes(entry) && !documents.test(entry.name));
  if (files.length === 0) {
    const [only, ...more] = folders;
    if (only !== undefined && more.length === 0) return evidenceIn(join(path, only.name));
    throw noEvidence(folders.map(({ name }) => name));
  }
  const paths = files.map(({ name }) => join(path, name));
  const captures = paths.filter(isCapture);
  return {
    captures: captures.map((file) => ({ name: nameOf(file), path: file })),
    texts: paths.filter((file) => !captures.includes(file)),
  };
}

function noEvidence(folders: readonly string[]): CodedError {
  const shown = folders.slice(0, 5).join(', ');
  const reason =
    folders.length === 0
      ? 'a folder without captures and logs'
      : `a folder of ${folders.length} folders (${shown}${folders.length > 5 ? ' …' : ''}); name the one with the evidence`;
  return new CodedError('INPUT_IS_DIRECTORY' satisfies ExplainErrorCode, reason);
}

/** `middle-to-responder` of `out/middle-to-responder.pcap`. */
function nameOf(path: string): string {
  return path.replace(/^.*[/\\]/, '').replace(/\.\w+$/, '');
}
