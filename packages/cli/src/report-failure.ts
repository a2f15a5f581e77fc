import type { CodedError } from '@fivewhys/evidence';
import { plain } from '@fivewhys/report/load';

/** Wrong usage, or an answer that can't be written. */
export const failureStatus = 2;

/** Says on standard error what went wrong, and sets the exit status. The code is for docs/errors.md. */
export function reportFailure({ message, code }: CodedError): void {
  process.stderr.write(`error: ${plain(message, true)} (${code})\n`);
  process.exitCode = failureStatus;
}
