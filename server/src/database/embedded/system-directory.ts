import { chmod, mkdir } from 'node:fs/promises';

/** Makes sure of a directory that other users may pass through, whatever this process's umask is. */
export async function ensureSystemDirectory(path: string, mode: number): Promise<void> {
  if ((await mkdir(path, { recursive: true })) !== undefined) await chmod(path, mode);
}
