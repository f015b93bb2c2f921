import { readFileSync } from 'node:fs';
import { open, readlink } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { clustersDirectory } from '@hyprbox/contracts';
import type { Mount } from '../host/mounts.js';
import { parseMounts } from '../host/mounts.js';

/** Kernel filesystems hold the agent's own environment and memory; the databases of a server on this host are its own. */
const alwaysClosed = ['/proc', '/sys', '/dev', clustersDirectory];
/** open(2): names the file without the right to read it. */
export const O_PATH = 0o10000000;

/** Where a file is: by its path, and by its place in its filesystem, which is the same under each bind mount. */
interface Place {
  path: string;
  device: string;
  inFilesystem: string;
}

/**
 * Whether an open file lies in one of the directories, or is one of the files. Asked of the open file, so that no link can
 * be changed between the question and the reading. A further hard link of a file in there is not recognised.
 */
export async function liesIn(fd: number, closed: readonly string[]): Promise<boolean> {
  return (await within([...alwaysClosed, ...closed]))(fd);
}

/** The same question of many open files or directories, by the mounts as they are now; nothing is closed but what is named. */
export async function within(directories: readonly string[]): Promise<(fd: number) => Promise<boolean>> {
  const mounts = parseMounts(readFileSync('/proc/self/mountinfo', 'latin1'));
  const found = await Promise.all(directories.map((path) => placeOfPath(path, mounts)));
  const closed = found.filter((place) => place !== null).flatMap((place) => placesIn(place, mounts));
  return async (fd) => isWithin(await placeOf(fd, mounts), closed);
}

function isWithin(file: Place, closed: readonly Place[]): boolean {
  return closed.some(
    ({ path, device, inFilesystem }) =>
      contains(path, file.path) || (device === file.device && contains(inFilesystem, file.inFilesystem)),
  );
}

/** The directory, and what is mounted below it. */
function placesIn(directory: Place, mounts: readonly Mount[]): Place[] {
  const below = mounts.filter(({ path }) => contains(directory.path, path.toString()));
  return [directory, ...below.map(({ path, device, root }) => ({ path: path.toString(), device, inFilesystem: root }))];
}

function contains(directory: string, path: string): boolean {
  return path === directory || path.startsWith(directory.endsWith(sep) ? directory : directory + sep);
}

/** Null when there is nothing of that name, or nothing that this process could reach. */
async function placeOfPath(path: string, mounts: readonly Mount[]): Promise<Place | null> {
  const directory = await open(path, O_PATH).catch(() => null);
  try {
    return directory && (await placeOf(directory.fd, mounts));
  } finally {
    await directory?.close();
  }
}

async function placeOf(fd: number, mounts: readonly Mount[]): Promise<Place> {
  const path = await readlink(`/proc/self/fd/${fd}`);
  const id = /^mnt_id:\s*([0-9]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1'))?.[1];
  const mount = mounts.find((each) => each.id === Number(id));
  // Mounted since, or in another namespace: then its path alone tells where it is.
  if (mount === undefined) return { path, device: '', inFilesystem: path };
  return { path, device: mount.device, inFilesystem: join(mount.root, relative(mount.path.toString(), path)) };
}
