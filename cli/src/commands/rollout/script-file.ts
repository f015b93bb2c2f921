import { readFile } from 'node:fs/promises';
import { limits } from '@hyprbox/contracts';
import { UsageError } from '../../errors.js';
import type { Io } from '../../io.js';
import { readInput } from '../../prompt.js';

/** The script that `--script` names (`-`: stdin). */
export async function readScript(io: Io, path: string): Promise<string> {
  const name = path === '-' ? 'stdin' : path;
  const bytes = path === '-' ? await readInput(io, limits.scriptBytes) : await bytesOf(path);
  if (bytes.length > limits.scriptBytes) throw new UsageError(`--script: ${name} is larger than a script may be`);
  if (bytes.length === 0) throw new UsageError(`--script: there is nothing in ${name}`);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new UsageError(`--script: ${name} is no UTF-8 text`);
  }
}

async function bytesOf(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new UsageError(`--script: ${error instanceof Error ? error.message : String(error)}`);
  }
}
