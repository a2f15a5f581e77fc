import type { Writable } from 'node:stream';
import { getSystemErrorMessage } from 'node:util';
import { CodedError } from '@fivewhys/evidence';
import type { CommandErrorCode } from './errors.ts';

/**
 * Writes all of a text and resolves when it is out. A reader that left early (`| head`) is no error: the rest is not wanted.
 *
 * @throws CodedError `OUTPUT_FAILED` when it can't be written: a full disk
 */
export function writeAll(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED') resolve();
      else
        reject(
          new CodedError('OUTPUT_FAILED' satisfies CommandErrorCode, `the answer can't be written: ${reasonOf(error)}`),
        );
    };
    stream.once('error', fail);
    try {
      stream.write(text, (error) => {
        if (error === null || error === undefined) {
          stream.off('error', fail);
          resolve();
        }
        // With an error, 'error' is emitted too and decides.
      });
    } catch (error) {
      fail(error as NodeJS.ErrnoException); // to files Node.js writes at once, and throws
    }
  });
}

function reasonOf({ errno, message }: NodeJS.ErrnoException): string {
  return errno === undefined ? message : getSystemErrorMessage(errno);
}
