import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { authoringLimits } from '@hyprbox/contracts';
import { UsageError } from '../../errors.js';
import type { Io } from '../../io.js';
import { readInput } from '../../prompt.js';
import { newPresetName } from './preset-name.js';

export const fileEnding = '.sh';

/** The text of a preset that a file holds (`-`: stdin). What is wrong with it is the server's to say. */
export async function readSource(io: Io, path: string): Promise<string> {
  const name = path === '-' ? 'stdin' : path;
  const bytes = path === '-' ? await readInput(io, authoringLimits.sourceBytes) : await bytesOf(path);
  if (bytes.length > authoringLimits.sourceBytes) throw new UsageError(`${name} is larger than a preset may be`);
  if (bytes.length === 0) throw new UsageError(`There is nothing in ${name}`);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new UsageError(`${name} is no UTF-8 text`);
  }
}

/** `presets/motd.sh` is the preset `motd`. */
export function nameOfFile(path: string): string {
  const file = basename(path);
  if (!file.endsWith(fileEnding)) throw new UsageError(`${path} is no preset's file: those are called <name>.sh`);
  return newPresetName(file.slice(0, -fileEnding.length));
}

async function bytesOf(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
