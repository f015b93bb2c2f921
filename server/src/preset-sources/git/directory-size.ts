import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { GitLimits } from './git-limits.js';

/** Looks at how large a directory gets, and tells once it is too large. A file alone is stopped by its own limit. */
export function watchSize(
  directory: string,
  { repositoryBytes, watchMs }: GitLimits,
  onTooLarge: () => void,
): { stop: () => void } {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  const look = async (): Promise<void> => {
    if ((await sizeOf(directory, repositoryBytes)) > repositoryBytes) onTooLarge();
    else if (!isStopped) timer = setTimeout(() => void look(), watchMs);
  };
  timer = setTimeout(() => void look(), watchMs);
  return {
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

/** The bytes of all files below it; it stops counting beyond `enough`. */
export async function sizeOf(directory: string, enough: number): Promise<number> {
  let bytes = 0;
  try {
    for await (const entry of await opendir(directory)) {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) bytes += await sizeOf(path, enough - bytes);
      else
        bytes += await stat(path).then(
          ({ size }) => size,
          () => 0,
        );
      if (bytes > enough) break;
    }
  } catch {
    // git makes and removes files meanwhile.
  }
  return bytes;
}
