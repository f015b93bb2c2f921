import { randomUUID } from 'node:crypto';
import { existsSync, renameSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { isCode } from '../error-code.js';
import type { Restic, ResticEnd } from './restic.js';
import { faultOf } from './restic-faults.js';
import type { BackupContext } from './backup-context.js';

/** Makes the repository; when another node has made it meanwhile, that is as good. */
export async function makeRepository(run: Pick<BackupContext, 'order' | 'restic'>): Promise<void> {
  const { repository } = run.order;
  if (repository.startsWith('/') && (await makeAside(run.restic, repository))) return;
  const end = await initialise(run.restic, repository);
  if (end.code !== 0 && !isThereAlready(end)) throw faultOf(end);
}

/**
 * Two that make one repository at the same time would leave two keys, of which one opens nothing. In a directory it is
 * therefore made beside its place and moved there as a whole. False where that is not possible.
 */
async function makeAside(restic: Restic, repository: string): Promise<boolean> {
  const path = repository.replace(/\/+$/, '');
  const aside = `${path}.new-${randomUUID()}`;
  try {
    if ((await initialise(restic, aside)).code !== 0) return false;
    renameSync(aside, path);
    return true;
  } catch (error) {
    // The place is a mounted disk, or is taken: by a repository, or by what is none.
    if (isCode(error, 'ENOTEMPTY') || isCode(error, 'EEXIST')) return existsSync(`${path}/config`);
    if (isCode(error, 'EBUSY') || isCode(error, 'EXDEV') || isCode(error, 'ENOTDIR')) return false;
    throw error;
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

function initialise(restic: Restic, repository: string): Promise<ResticEnd> {
  return restic.run({ command: ['init'], repository });
}

function isThereAlready(end: ResticEnd): boolean {
  return end.complaints.some(({ text }) =>
    /config file already exists|repository .*already (?:exists|initialized)/i.test(text),
  );
}
