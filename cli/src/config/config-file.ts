import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LocalFailure } from '../errors.js';
import type { Io } from '../io.js';

/** Where one signed in last. The token is good for `apiUrl` only. */
export interface SavedSession {
  apiUrl: string;
  token: string | null;
  email: string | null;
  expiresAt: string | null;
}

/** `hyprbox/config.json` where the XDG Base Directory Specification has it; null when there is no such place. */
export function configPath(io: Pick<Io, 'env' | 'homeDirectory'>): string | null {
  const xdg = io.env['XDG_CONFIG_HOME'];
  // The specification: a relative path is invalid and to be ignored.
  if (xdg?.startsWith('/')) return join(xdg, 'hyprbox', 'config.json');
  return io.homeDirectory === null ? null : join(io.homeDirectory, '.config', 'hyprbox', 'config.json');
}

/** Null when nobody signed in yet. */
export async function readSession(path: string | null): Promise<SavedSession | null> {
  if (path === null) return null;
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    throw new LocalFailure(`Cannot read ${path}: ${reason(error)}`, { cause: error });
  }
  const session = parseSession(text);
  if (session === null) {
    throw new LocalFailure(`${path} is damaged. Remove it and run \`hyprbox login\` again.`);
  }
  return session;
}

/** Replaces the file as a whole, readable by its owner only from its first moment on. */
export async function writeSession(path: string, session: SavedSession): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(draft, `${JSON.stringify(session, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw new LocalFailure(`Cannot write ${path}: ${reason(error)}`, { cause: error });
  }
}

function parseSession(text: string): SavedSession | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const field = (name: string): string | null => {
    const found: unknown = Object.entries(value).find(([key]) => key === name)?.[1];
    return typeof found === 'string' && found !== '' ? found : null;
  };
  const apiUrl = field('apiUrl');
  if (apiUrl === null) return null;
  return { apiUrl, token: field('token'), email: field('email'), expiresAt: field('expiresAt') };
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
