import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { isCode } from '../error-code.js';
import { listedMode, unixMode } from './file-mode.js';
import type { ProvenFile } from './file-manifest.js';
import { goText } from './go-text.js';
import type { ListedEntry } from './listing.js';

const readBytes = 1024 * 1024;
const separator = Buffer.from('/');

export type Inspection = { file: ProvenFile; difference: null } | { file: null; difference: string };

/** Reads a restored file and holds it against the snapshot's listing: that it is there, its size and its mode. */
export async function inspect(root: string, entry: ListedEntry): Promise<Inspection> {
  const candidates = await located(Buffer.from(root), entry.path.split('/').filter(Boolean));
  let difference = 'is not there';
  for (const path of candidates) {
    const inspection = await inspectAt(path, entry);
    if (inspection.difference === null) return inspection;
    difference = inspection.difference;
  }
  return { file: null, difference };
}

async function inspectAt(path: Buffer, entry: ListedEntry): Promise<Inspection> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(absent);
  if (file === null) return { file: null, difference: 'is not there, or not a file' };
  try {
    const { size, mode } = await file.stat();
    if (size !== entry.size) return { file: null, difference: `has ${size} bytes, not ${entry.size}` };
    if ((mode & 0o7777) !== unixMode(entry.goMode)) {
      return {
        file: null,
        difference: `has the mode ${(mode & 0o7777).toString(8)}, not ${unixMode(entry.goMode).toString(8)}`,
      };
    }
    const hash = createHash('sha256');
    const buffer = Buffer.allocUnsafe(readBytes);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) break;
      hash.update(buffer.subarray(0, bytesRead));
    }
    const { path: listed, type, goMode } = entry;
    const proven = { path: listed, sizeBytes: size, mode: listedMode(type, goMode), sha256: hash.digest('hex') };
    return { file: proven, difference: null };
  } finally {
    await file.close();
  }
}

function absent(error: unknown): null {
  if (isCode(error, 'ENOENT') || isCode(error, 'ELOOP') || isCode(error, 'ENXIO') || isCode(error, 'EACCES'))
    return null;
  throw error;
}

/** Several names may look alike in a listing that shows what is no UTF-8 as U+FFFD. */
async function located(directory: Buffer, names: readonly string[]): Promise<Buffer[]> {
  const [name, ...rest] = names;
  if (name === undefined) return [directory];
  const paths = name.includes('\ufffd')
    ? (await readdir(directory, { encoding: 'buffer' })).filter((found) => goText(found) === name)
    : [Buffer.from(name)];
  const found: Buffer[] = [];
  for (const path of paths) found.push(...(await located(Buffer.concat([directory, separator, path]), rest)));
  return found;
}
