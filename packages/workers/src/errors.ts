import { CodedError } from '@fivewhys/evidence';

/** Every code that this package reports; each has its entry in `docs/errors.md`. */
export type WorkersErrorCode =
  | 'CONFIG_NOT_READABLE'
  | 'CONFIG_INVALID'
  | 'SUPERVISOR_RUNNING'
  | 'CONTAINMENT_UNAVAILABLE'
  | 'STATE_NOT_WRITABLE'
  | 'INIT_NEEDED'
  | 'GUARD_PATTERN_INVALID'
  | 'LAYERS_FOLDER_NOT_FOUND'
  | 'LAYERS_NOTHING_READ'
  | 'LAYERS_CRUISER_MISSING'
  | 'QUEUE_CLIENT_MISSING'
  | 'FLAG_CLIENT_MISSING'
  | 'METRICS_ADDRESS_INVALID'
  | 'METRICS_ADDRESS_UNAVAILABLE';

export const workersErrorCodes: readonly WorkersErrorCode[] = [
  'CONFIG_NOT_READABLE',
  'CONFIG_INVALID',
  'SUPERVISOR_RUNNING',
  'CONTAINMENT_UNAVAILABLE',
  'STATE_NOT_WRITABLE',
  'INIT_NEEDED',
  'GUARD_PATTERN_INVALID',
  'LAYERS_FOLDER_NOT_FOUND',
  'LAYERS_NOTHING_READ',
  'LAYERS_CRUISER_MISSING',
  'QUEUE_CLIENT_MISSING',
  'FLAG_CLIENT_MISSING',
  'METRICS_ADDRESS_INVALID',
  'METRICS_ADDRESS_UNAVAILABLE',
];

export function workersError(code: WorkersErrorCode, message: string, cause?: unknown): CodedError<WorkersErrorCode> {
  return new CodedError(code, message, cause === undefined ? undefined : { cause });
}
