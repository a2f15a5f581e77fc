import { CodedError } from '@fivewhys/evidence';

/** Every code that this package reports; each has its entry in `docs/errors.md`. */
export type ExplainErrorCode =
  | 'INPUT_NOT_FOUND'
  | 'INPUT_NOT_READABLE'
  | 'INPUT_IS_DIRECTORY'
  | 'INPUT_FAILED'
  | 'CAUSE_UNKNOWN'
  | 'FILTER_UNKNOWN'
  | 'ANNOTATE_ONE_CAPTURE'
  | 'ANNOTATE_FAILED';

export const explainErrorCodes: readonly ExplainErrorCode[] = [
  'INPUT_NOT_FOUND',
  'INPUT_NOT_READABLE',
  'INPUT_IS_DIRECTORY',
  'INPUT_FAILED',
  'CAUSE_UNKNOWN',
  'FILTER_UNKNOWN',
  'ANNOTATE_ONE_CAPTURE',
  'ANNOTATE_FAILED',
];

/** Turns what opening or reading an input threw into a coded error. */
export function inputError(path: string, error: unknown): CodedError {
  if (error instanceof CodedError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOENT':
      return new CodedError('INPUT_NOT_FOUND' satisfies ExplainErrorCode, 'no such file');
    case 'EACCES':
    case 'EPERM':
      return new CodedError('INPUT_NOT_READABLE' satisfies ExplainErrorCode, 'no permission to read it');
    case 'EISDIR':
      return new CodedError('INPUT_IS_DIRECTORY' satisfies ExplainErrorCode, 'a directory; name the captures in it');
    default:
      return new CodedError('INPUT_FAILED' satisfies ExplainErrorCode, `reading ${path} failed: ${message}`);
  }
}
