import { constants } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { PresetFileError } from './preset-file-error.js';
import { isOnReadOnlyMount } from './read-only-mount.js';

/** A directory of presets, or of functions that they share. */
export interface PresetDirectory {
  dir: string;
  /** What comes with the product was checked before it shipped; of what an operator puts there, all is checked. */
  owner: 'PRODUCT' | 'OPERATOR';
}

/** Write permission of the group and of all others. */
const writableByOthers = 0o022;

/** Whether something of that name is there, be it a link that leads nowhere. */
export async function hasEntry(dir: string, name: string): Promise<boolean> {
  const names = await readdir(dir).catch((error: unknown) => unreadable(dir, error));
  return names.includes(name);
}

/** Every `*.sh` that is not hidden; editors keep their swap files under hidden names. */
export async function scriptNames(dir: string): Promise<string[]> {
  const names = await readdir(dir).catch((error: unknown) => unreadable(dir, error));
  return names.filter((name) => name.endsWith('.sh') && !name.startsWith('.')).toSorted();
}

/**
 * Whoever can write a preset runs code on every host, so nobody may but root and the server's own user. Kubernetes mounts
 * a ConfigMap as a directory of root's with mode 0777, read-only: the mode then lets nobody write.
 */
export async function refuseOthers(path: string): Promise<void> {
  const { mode, uid } = await stat(path).catch((error: unknown) => unreadable(path, error));
  if ((mode & writableByOthers) !== 0 && !(uid === 0 && (await isOnReadOnlyMount(path)))) {
    const shown = (mode & 0o7777).toString(8).padStart(4, '0');
    throw new PresetFileError(path, `can be written by others (mode ${shown}): chmod go-w ${path}`);
  }
  if (uid !== 0 && uid !== process.geteuid?.()) {
    throw new PresetFileError(path, `belongs to another user (${uid}): give it to root or to the server's user`);
  }
}

/**
 * All of a file that is small enough: of what is larger nothing is read.
 *
 * @throws PresetFileError
 */
export async function readScript(file: string, maxBytes: number): Promise<Buffer> {
  try {
    // A pipe would have nobody go on.
    await using opened = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = await opened.stat();
    if (!stats.isFile()) throw new PresetFileError(file, 'is no regular file');
    if (stats.size > maxBytes) throw new PresetFileError(file, `is larger than ${maxBytes} bytes`);
    return await opened.readFile();
  } catch (error) {
    return error instanceof PresetFileError ? Promise.reject(error) : unreadable(file, error);
  }
}

function unreadable(path: string, error: unknown): never {
  throw new PresetFileError(path, `can not be read: ${error instanceof Error ? error.message : String(error)}`);
}
