import { CodedError } from '@fivewhys/evidence';

/** Every code that this package reports; each has its entry in `docs/errors.md`. */
export const usageErrorCodes = [
  'USAGE_INPUT_NOT_READABLE',
  'USAGE_INPUT_EMPTY',
  'USAGE_NO_RECORDS',
  'USAGE_OPTION_INVALID',
  'USAGE_ENGINE_MISSING',
  'USAGE_STORE_FAILED',
] as const;

export type UsageErrorCode = (typeof usageErrorCodes)[number];

export function usageError(code: UsageErrorCode, message: string, cause?: unknown): CodedError<UsageErrorCode> {
  return new CodedError(code, message, cause === undefined ? undefined : { cause });
}
