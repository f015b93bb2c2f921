import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { link, lstat, open, readdir, rename, rm, unlink } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { isCode } from '../error-code.js';
import { goText } from './go-text.js';

const separator = Buffer.from('/');
/** Never through a link: what stands there may lead out of the target. */
const directoryOnly = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;

export interface Conflict {
  path: string;
  /** Whether `overwrite` may put the restored file there: not where a directory is on one side only. */
  mayBeReplaced: boolean;
}

/** Where restored entries go: an open directory, so that nobody can put a link in its place meanwhile. */
interface Place {
  source: Buffer;
  target: FileHandle;
  /** For people, below the target. */
  path: string;
}

interface Entry {
  source: Buffer;
  target: Buffer;
  path: string;
  isDirectory: boolean;
  standing: BigIntStats | null;
}

/** Throws when nothing may be restored into an open directory; the path is for people. */
export type DirectoryCheck = (fd: number, path: string) => Promise<void>;

/** Whatever stands where something restored is to go, but for directories that are on both sides. */
export async function conflicts(staging: string, targetPath: string, check: DirectoryCheck): Promise<Conflict[]> {
  const found: Conflict[] = [];
  await walk({ staging, targetPath, check }, async ({ path, isDirectory, standing }) => {
    if (standing !== null) found.push({ path, mayBeReplaced: !isDirectory && !standing.isDirectory() });
  });
  return found;
}

/** Moves everything to its place, in whole directories where there is none yet. */
export async function place(
  staging: string,
  targetPath: string,
  { overwrite, check }: { overwrite: boolean; check: DirectoryCheck },
): Promise<void> {
  await walk({ staging, targetPath, check }, async ({ source, target, isDirectory, standing }) => {
    if (standing === null && !isDirectory) return moveNew(source, target);
    if (standing !== null && !overwrite) throw new Error(`${goText(target)} has come into being meanwhile`);
    return move(source, target);
  });
}

/** Visits what is not a directory on both sides. */
async function walk(
  { staging, targetPath, check }: { staging: string; targetPath: string; check: DirectoryCheck },
  visit: (entry: Entry) => Promise<void>,
): Promise<void> {
  const target = await open(targetPath, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await walkPlace({ source: Buffer.from(staging), target, path: targetPath.replace(/\/+$/, '') }, check, visit);
  } finally {
    await target.close();
  }
}

async function walkPlace(at: Place, check: DirectoryCheck, visit: (entry: Entry) => Promise<void>): Promise<void> {
  await check(at.target.fd, at.path);
  for (const found of await readdir(at.source, { encoding: 'buffer', withFileTypes: true })) {
    const entry: Entry = {
      source: Buffer.concat([at.source, separator, found.name]),
      target: Buffer.concat([Buffer.from(`/proc/self/fd/${at.target.fd}/`), found.name]),
      path: `${at.path}/${goText(found.name)}`,
      isDirectory: found.isDirectory(),
      standing: null,
    };
    entry.standing = await standingAt(entry.target);
    if (!entry.isDirectory || entry.standing?.isDirectory() !== true) {
      await visit(entry);
      continue;
    }
    const target = await open(entry.target, directoryOnly);
    try {
      await walkPlace({ source: entry.source, target, path: entry.path }, check, visit);
    } finally {
      await target.close();
    }
  }
}

async function standingAt(path: Buffer): Promise<BigIntStats | null> {
  try {
    return await lstat(path, { bigint: true });
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
}

/** A link is never made over anything, where a renaming would be. */
async function moveNew(source: Buffer, target: Buffer): Promise<void> {
  try {
    await link(source, target);
  } catch (error) {
    if (isCode(error, 'EEXIST')) throw error;
    // Another disk is mounted there, or this one knows no hard links.
    return move(source, target);
  }
  await unlink(source);
}

async function move(source: Buffer, target: Buffer): Promise<void> {
  try {
    await rename(source, target);
  } catch (error) {
    if (!isCode(error, 'EXDEV')) throw error;
    await copyAcross(source, target);
  }
}

/** To another disk: copied beside its place, and then moved there. */
async function copyAcross(source: Buffer, target: Buffer): Promise<void> {
  const aside = Buffer.concat([target, Buffer.from(`.hyprbox-restore-${randomUUID()}`)]);
  try {
    await copy(source, aside);
    await rename(aside, target);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/** With owners, modes, times, attributes and holes; cp does what Node's own copying leaves out. */
function copy(source: Buffer, target: Buffer): Promise<void> {
  const paths = [source, target].map((path) => path.toString('utf8'));
  if (paths.some((path, index) => Buffer.compare(Buffer.from(path), index === 0 ? source : target) !== 0)) {
    return Promise.reject(new Error(`${goText(source)} lies on another disk than its place and its name is no UTF-8`));
  }
  // The open directory is this process's, not cp's.
  const [from = '', to = ''] = paths.map((path) => path.replace(/^\/proc\/self\//, `/proc/${process.pid}/`));
  return new Promise((resolve, reject) => {
    const child = spawn('cp', ['--archive', '--no-target-directory', '--', from, to], {
      stdio: ['ignore', 'ignore', 2],
    });
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`cp ended with exit code ${code}`))));
  });
}
