import { randomUUID } from 'node:crypto';
import { chmod, copyFile, mkdir, open, readFile, readdir, readlink, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { EmbeddedPostgresError, messageOf, systemErrorCode } from './embedded-postgres.errors.js';
import { ensureSystemDirectory } from './system-directory.js';

/** Copies an installation so that it appears whole or not at all, readable for everyone. */
export async function copyInstallation(from: string, to: string): Promise<void> {
  const draft = `${to}.${randomUUID()}`;
  try {
    await ensureSystemDirectory(dirname(to), 0o755);
    await copyTree(from, draft);
    await restoreLinks(draft);
    // An earlier copy did not pass the probe, so it is not worth keeping.
    await rm(to, { recursive: true, force: true });
    await rename(draft, to);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another server made the same copy meanwhile; the probe tells whether it serves.
    if (['ENOTEMPTY', 'EEXIST'].includes(systemErrorCode(error) ?? '')) return;
    throw new EmbeddedPostgresError(
      `The PostgreSQL binaries could not be copied to ${to}: ${messageOf(error)}. ` +
        'They are copied where the user that PostgreSQL runs as cannot enter node_modules.',
      { cause: error },
    );
  }
}

async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to);
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) await copyTree(source, target);
    else if (entry.isSymbolicLink()) await symlink(await readlink(source), target);
    else if (!entry.name.endsWith('.a')) await copyDurably(source, target);
  }
}

/** Flushed before the whole copy gets its name: after a power cut a copy that is there is complete. */
async function copyDurably(source: string, target: string): Promise<void> {
  await copyFile(source, target);
  const file = await open(target, 'r+');
  try {
    await file.chmod(target.includes('/bin/') || target.includes('/lib/') ? 0o755 : 0o644);
    await file.datasync();
  } finally {
    await file.close();
  }
}

/** The links npm leaves out of packages; the package's install script makes them from the same list. */
async function restoreLinks(directory: string): Promise<void> {
  const links: unknown = JSON.parse(await readFile(join(directory, 'pg-symlinks.json'), 'utf8'));
  if (!Array.isArray(links)) return;
  for (const link of links as unknown[]) {
    if (!isLink(link)) continue;
    const target = join(directory, relative('native', link.target));
    await symlink(relative(dirname(link.target), link.source), target).catch((error: unknown) => {
      if (systemErrorCode(error) !== 'EEXIST') throw error;
    });
  }
}

function isLink(value: unknown): value is { source: string; target: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'source' in value &&
    typeof value.source === 'string' &&
    'target' in value &&
    typeof value.target === 'string'
  );
}
