export { CodedError } from './coded-error.ts';
export { formatInstant, type InstantNs } from './instant.ts';
