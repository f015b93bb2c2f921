import { open } from 'node:fs/promises';

/** Flushes a directory's entries: only then does a new or renamed name survive a power cut. */
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
