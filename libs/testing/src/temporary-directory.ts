import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TemporaryDirectory extends AsyncDisposable {
  path: string;
  remove(): Promise<void>;
}

/** A new empty directory, private to its owner (0700) unless another mode is asked for. */
export async function temporaryDirectory({ mode = 0o700, parent = tmpdir() } = {}): Promise<TemporaryDirectory> {
  const path = await mkdtemp(join(parent, 'hyprbox-test-'));
  await chmod(path, mode);
  const remove = (): Promise<void> => rm(path, { recursive: true, force: true, maxRetries: 3 });
  return { path, remove, [Symbol.asyncDispose]: remove };
}
