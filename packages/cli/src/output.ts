import type { Writable } from 'node:stream';

/** Writes all of a text and resolves when it is out. A reader that left early (`| head`) is no error: the rest is not wanted. */
export function writeAll(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED') resolve();
      else reject(error);
    };
    stream.once('error', onError);
    stream.write(text, (error) => {
      if (error === null || error === undefined) {
        stream.off('error', onError);
        resolve();
      }
      // With an error, 'error' is emitted too and decides.
    });
  });
}
