import { CodedError } from '@fivewhys/evidence';

/** Every code that this package throws; each has its entry in `docs/errors.md`. */
export type CaptureErrorCode =
  | 'CAPTURE_EMPTY'
  | 'CAPTURE_UNKNOWN_FORMAT'
  | 'CAPTURE_DECOMPRESSION_FAILED'
  | 'CAPTURE_NOT_ANNOTATABLE';

export const captureErrorCodes: readonly CaptureErrorCode[] = [
  'CAPTURE_EMPTY',
  'CAPTURE_UNKNOWN_FORMAT',
  'CAPTURE_DECOMPRESSION_FAILED',
  'CAPTURE_NOT_ANNOTATABLE',
];

export function captureError(code: CaptureErrorCode, message: string): CodedError<CaptureErrorCode> {
  return new CodedError(code, message);
}

/** An input in which nothing could be read. @param looksLike its first bytes in a few words */
export function unknownFormat(looksLike: string): CodedError<CaptureErrorCode> {
  return captureError('CAPTURE_UNKNOWN_FORMAT', `not a capture: ${looksLike}`);
}
