import { readFile, statfs } from 'node:fs/promises';
import { temporaryDirectory, type TemporaryDirectory } from './temporary-directory.js';

/** Where Linux keeps files in memory (tmpfs). */
const memory = '/dev/shm';
/** More than the databases of a run take together. */
const neededBytes = 2 * 1024 ** 3;

/**
 * A new empty directory for a database that need not outlive the machine: in memory, where there is enough of it. Databases
 * consist of a thousand small files, which a disk takes longer to make than all else at the start of a server.
 */
export async function databaseDirectory({ mode = 0o700 } = {}): Promise<TemporaryDirectory> {
  return temporaryDirectory((await hasMemory()) ? { mode, parent: memory } : { mode });
}

async function hasMemory(): Promise<boolean> {
  try {
    const { bavail, bsize } = await statfs(memory);
    return bavail * bsize > neededBytes && process.availableMemory() > neededBytes && (await mayRunPrograms());
  } catch {
    // A system without it.
    return false;
  }
}

/** Beside its database a server may have to keep PostgreSQL's programs; containers often refuse to run any from memory. */
async function mayRunPrograms(): Promise<boolean> {
  const mounts = (await readFile('/proc/self/mounts', 'utf8')).split('\n').map((line) => line.split(' '));
  const options = mounts.findLast(([, place]) => place === memory)?.[3];
  return options !== undefined && !options.split(',').includes('noexec');
}
