import { randomBytes, randomUUID } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A secret that is made once and kept in a file for the server alone. */
export interface KeptSecret {
  path: string;
  bytes: number;
  encoding: 'base64' | 'base64url';
  isUsable: (text: string) => boolean;
  /** What to do about a file that holds none. */
  remedy: string;
}

export async function keptSecret(kept: KeptSecret): Promise<string> {
  return (await readKeptSecret(kept)) ?? makeSecret(kept);
}

/** @returns null if none was made yet */
export async function readKeptSecret({ path, isUsable, remedy }: KeptSecret): Promise<string | null> {
  try {
    const secret = (await readFile(path, 'utf8')).trim();
    if (!isUsable(secret)) throw new Error(`${path} holds no usable secret. ${remedy}`);
    await chmod(path, 0o600);
    return secret;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

/** Servers that start together agree: the name is given only to a whole file, and only once. */
async function makeSecret(kept: KeptSecret): Promise<string> {
  const { path, bytes, encoding } = kept;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomUUID()}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(`${randomBytes(bytes).toString(encoding)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(draft, path);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await unlink(draft);
  }
  const secret = await readKeptSecret(kept);
  if (secret === null) throw new Error(`${path} was removed while the server started.`);
  return secret;
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
