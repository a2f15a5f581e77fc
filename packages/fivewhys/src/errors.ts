import { getSystemErrorMessage } from 'node:util';
import { CodedError } from '@fivewhys/evidence';

/** Every code that this package reports; each has its entry in `docs/errors.md`. */
export type ExplainErrorCode =
  | 'INPUT_NOT_FOUND'
  | 'INPUT_NOT_READABLE'
  | 'INPUT_IS_DIRECTORY'
  | 'INPUT_FAILED'
  | 'INPUT_TWICE'
  | 'CAUSE_UNKNOWN'
  | 'FILTER_UNKNOWN'
  | 'ANNOTATE_ONE_CAPTURE'
  | 'ANNOTATE_FAILED'
  | 'COMPARE_TOO_FEW'
  | 'COMPARE_NOT_A_FILE'
  | 'COMPARE_NOTHING_IN_COMMON'
  | 'VANTAGE_UNNAMED';

export const explainErrorCodes: readonly ExplainErrorCode[] = [
  'INPUT_NOT_FOUND',
  'INPUT_NOT_READABLE',
  'INPUT_IS_DIRECTORY',
  'INPUT_FAILED',
  'INPUT_TWICE',
  'CAUSE_UNKNOWN',
  'FILTER_UNKNOWN',
  'ANNOTATE_ONE_CAPTURE',
  'ANNOTATE_FAILED',
  'COMPARE_TOO_FEW',
  'COMPARE_NOT_A_FILE',
  'COMPARE_NOTHING_IN_COMMON',
  'VANTAGE_UNNAMED',
];

/** Turns what opening or reading an input threw into a coded error. */
export function inputError(path: string, error: unknown): CodedError {
  if (error instanceof CodedError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOENT':
      return new CodedError('INPUT_NOT_FOUND' satisfies ExplainErrorCode, noSuchFile(path));
    case 'EACCES':
    case 'EPERM':
      return new CodedError('INPUT_NOT_READABLE' satisfies ExplainErrorCode, 'no permission to read it');
    case 'EISDIR':
      return new CodedError('INPUT_IS_DIRECTORY' satisfies ExplainErrorCode, 'a directory; name the captures in it');
    default:
      return new CodedError('INPUT_FAILED' satisfies ExplainErrorCode, `reading ${path} failed: ${message}`);
  }
}

/** Something about an annotated capture, or its place. */
export function annotateError(code: 'ANNOTATE_ONE_CAPTURE' | 'ANNOTATE_FAILED', message: string): CodedError {
  return new CodedError(code satisfies ExplainErrorCode, message);
}

/** Something about captures that are to be compared. */
export function compareError(
  code: 'COMPARE_TOO_FEW' | 'COMPARE_NOT_A_FILE' | 'COMPARE_NOTHING_IN_COMMON' | 'VANTAGE_UNNAMED',
  message: string,
): CodedError {
  return new CodedError(code satisfies ExplainErrorCode, message);
}

/** Why the system refused, in its words: `no space left on device`. */
export function systemReason(error: unknown): string {
  const { errno, message } = error as NodeJS.ErrnoException;
  return errno === undefined ? message : getSystemErrorMessage(errno);
}

/** Node.js hands names over that are UTF-8; of others it hands over something else, which nobody finds. */
function noSuchFile(path: string): string {
  return path.includes('\ufffd')
    ? 'no such file; its name may not be UTF-8, so that only its bytes can be handed over: fivewhys explain - < FILE'
    : 'no such file';
}
