import { CodedError } from '@fivewhys/evidence';

/** Every code that this package reports; each has its entry in `docs/errors.md`. */
export type CliErrorCode =
  | 'INPUT_NOT_FOUND'
  | 'INPUT_NOT_READABLE'
  | 'INPUT_IS_DIRECTORY'
  | 'INPUT_FAILED'
  | 'CAUSE_UNKNOWN';

export const cliErrorCodes: readonly CliErrorCode[] = [
  'INPUT_NOT_FOUND',
  'INPUT_NOT_READABLE',
  'INPUT_IS_DIRECTORY',
  'INPUT_FAILED',
  'CAUSE_UNKNOWN',
];

/** Turns what opening or reading an input threw into a coded error. */
export function inputError(path: string, error: unknown): CodedError {
  if (error instanceof CodedError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOENT':
      return new CodedError('INPUT_NOT_FOUND' satisfies CliErrorCode, 'no such file');
    case 'EACCES':
    case 'EPERM':
      return new CodedError('INPUT_NOT_READABLE' satisfies CliErrorCode, 'no permission to read it');
    case 'EISDIR':
      return new CodedError('INPUT_IS_DIRECTORY' satisfies CliErrorCode, 'a directory; name the captures in it');
    default:
      return new CodedError('INPUT_FAILED' satisfies CliErrorCode, `reading ${path} failed: ${message}`);
  }
}
