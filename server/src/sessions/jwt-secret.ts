import { randomBytes, randomUUID } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config/environment.js';

/** Injection token of the key that signs sessions. */
export const JWT_SECRET = Symbol('JwtSecret');

const secretBytes = 48;

/** The configured secret, or one that is made once and kept for the server alone in the data directory. */
export async function jwtSecret({ jwtSecret: configured, dataDir }: Config): Promise<string> {
  if (configured !== null) return configured;
  const path = join(dataDir, 'jwt.secret');
  return (await readSecret(path)) ?? makeSecret(dataDir, path);
}

/** Servers that start together agree: the name is given only to a whole file, and only once. */
async function makeSecret(dataDir: string, path: string): Promise<string> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomUUID()}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(`${randomBytes(secretBytes).toString('base64url')}\n`);
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
  const secret = await readSecret(path);
  if (secret === null) throw new Error(`${path} was removed while the server started.`);
  return secret;
}

async function readSecret(path: string): Promise<string | null> {
  try {
    const secret = (await readFile(path, 'utf8')).trim();
    if (secret.length < secretBytes) {
      throw new Error(
        `${path} holds no usable secret. Remove the file: a new one is made, and everyone signs in again.`,
      );
    }
    await chmod(path, 0o600);
    return secret;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
