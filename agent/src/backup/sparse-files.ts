import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { lstat, open, readdir } from 'node:fs/promises';
import type { BackupContext } from './backup-context.js';

/** A file that takes less than its size has blocks of zeros that need not lie on the disk. */
const sparseBytesMin = 1024 * 1024;
const separator = Buffer.from('/');

/**
 * Takes the blocks of zeros out of large files, as restic 0.14 writes them all (0.15 has an option). Their times are
 * kept. Where the system or the disk cannot do it, the files stay as they are.
 */
export async function digHoles(run: Pick<BackupContext, 'interruption'>, directory: Buffer): Promise<void> {
  for (const entry of await readdir(directory, { encoding: 'buffer', withFileTypes: true })) {
    run.interruption.check();
    const path = Buffer.concat([directory, separator, entry.name]);
    if (entry.isDirectory()) await digHoles(run, path);
    else if (entry.isFile()) await digHolesOf(path);
  }
}

async function digHolesOf(path: Buffer): Promise<void> {
  const before = await lstat(path, { bigint: true });
  if (before.size < sparseBytesMin) return;
  const file = await open(path, constants.O_RDWR | constants.O_NOFOLLOW).catch(() => null);
  if (file === null) return;
  const at = `${before.mtimeNs / 1_000_000_000n}.${String(before.mtimeNs % 1_000_000_000n).padStart(9, '0')}`;
  try {
    await runOn(file, 'fallocate', '--dig-holes');
    await runOn(file, 'touch', '--no-create', `--date=@${at}`);
  } finally {
    await file.close();
  }
}

/** The file is given as the program's standard input: a name that is no UTF-8 cannot be an argument. */
function runOn(file: FileHandle, program: string, ...options: string[]): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn(program, [...options, '/proc/self/fd/0'], { stdio: [file.fd, 'ignore', 'ignore'] });
    child.once('error', () => resolve());
    child.once('close', () => resolve());
  });
}
