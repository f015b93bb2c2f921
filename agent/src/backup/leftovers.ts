import { randomUUID } from 'node:crypto';
import { chmodSync, lstatSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isCode } from '../error-code.js';
import type { ProcessIdentity } from '../host/process-table.js';
import { isLiving, readBootId, readProcess } from '../host/process-table.js';
import { fieldsOf, numberOf, textOf } from './restic-json.js';

/** What such a directory is called, so that no note can lead to the removal of anything else. */
const ownName = /^\.?hyprbox-(?:restore|drill)-[0-9a-f-]{36}$/;

/** A directory that is removed when its run is over, however the run ends. */
export interface TemporaryDirectory {
  path: string;
  remove(): Promise<void>;
}

/** Notes of directories that must not stay, made before the directories: whoever comes after a crash finds them. */
export class Leftovers {
  constructor(private readonly directory: string) {}

  /** Makes `<parent>/hyprbox-<purpose>-<random>`, which only its owner may enter. */
  async make(parent: string, purpose: 'restore' | 'drill'): Promise<TemporaryDirectory> {
    const hidden = purpose === 'restore' ? '.' : '';
    const path = join(parent, `${hidden}hyprbox-${purpose}-${randomUUID()}`);
    const note = join(this.directory, randomUUID());
    writeFileSync(note, JSON.stringify({ path, ...thisProcess() }), { mode: 0o600, flag: 'wx' });
    await mkdir(path, { mode: 0o700 });
    return { path, remove: () => removeNoted(path, note) };
  }

  /** Removes what processes left that are gone; returns what was removed. */
  async tidy(): Promise<string[]> {
    const removed: string[] = [];
    for (const name of readdirSync(this.directory)) {
      const note = join(this.directory, name);
      const path = abandonedPath(readFileSync(note, 'utf8'));
      if (path === null) continue;
      await removeNoted(path, note);
      removed.push(path);
    }
    return removed;
  }
}

function thisProcess(): ProcessIdentity {
  return { pid: process.pid, startTime: readProcess(process.pid)?.startTime ?? 0, bootId: readBootId() };
}

/** Null while its owner lives; an unfinished note is older than its directory. */
function abandonedPath(text: string): string | null {
  const note = parse(text);
  const path = textOf(note?.path);
  if (path === null || !ownName.test(basename(path))) return null;
  const owner = note?.bootId === readBootId() ? readProcess(numberOf(note.pid) ?? 0) : null;
  const lives = owner !== null && isLiving(owner) && owner.startTime === note?.startTime;
  return lives ? null : path;
}

function parse(text: string): ReturnType<typeof fieldsOf> {
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    return null;
  }
}

async function removeNoted(path: string, note: string): Promise<void> {
  await removeTree(path);
  await rm(note, { force: true });
}

/** Also directories that were restored without the right to write in them. */
async function removeTree(path: string): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true });
  } catch (error) {
    if (!isCode(error, 'EACCES') && !isCode(error, 'EPERM')) throw error;
    openDirectories(Buffer.from(path));
    await rm(path, { recursive: true, force: true });
  }
}

function openDirectories(path: Buffer): void {
  if (!lstatSync(path).isDirectory()) return;
  chmodSync(path, 0o700);
  for (const name of readdirSync(path, { encoding: 'buffer' })) {
    openDirectories(Buffer.concat([path, Buffer.from('/'), name]));
  }
}
