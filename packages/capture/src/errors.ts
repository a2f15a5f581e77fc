import { CodedError } from '@fivewhys/evidence';

/** Every code that this package throws; each has its entry in `docs/errors.md`. */
export type CaptureErrorCode = 'CAPTURE_EMPTY' | 'CAPTURE_UNKNOWN_FORMAT' | 'CAPTURE_DECOMPRESSION_FAILED';

export const captureErrorCodes: readonly CaptureErrorCode[] = [
  'CAPTURE_EMPTY',
  'CAPTURE_UNKNOWN_FORMAT',
  'CAPTURE_DECOMPRESSION_FAILED',
];

export function captureError(code: CaptureErrorCode, message: string): CodedError<CaptureErrorCode> {
  return new CodedError(code, message);
}
