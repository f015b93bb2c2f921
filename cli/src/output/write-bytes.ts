import { LocalFailure, ReaderGoneError } from '../errors.js';
import type { OutputTarget } from '../io.js';

/** Resolves once the bytes are handed over, so that a slow reader slows us down instead of filling our memory. */
export function writeBytes(target: OutputTarget, bytes: Uint8Array | string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (target.destroyed) {
      reject(new ReaderGoneError());
      return;
    }
    target.write(bytes, (error) => {
      if (error === null || error === undefined) resolve();
      else if (isReaderGone(error)) reject(new ReaderGoneError('', { cause: error }));
      else reject(new LocalFailure(`Cannot write the output: ${error.message}`, { cause: error }));
    });
  });
}

function isReaderGone(error: Error): boolean {
  const code = 'code' in error ? error.code : undefined;
  return code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED';
}
