import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryDirectory, type TemporaryDirectory } from '@hyprbox/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEnvironment } from '../config/environment.js';
import { jwtSecret } from './jwt-secret.js';

describe('jwtSecret', () => {
  let directory: TemporaryDirectory;
  const secret = (dataDir = directory.path, given?: string): Promise<string> =>
    jwtSecret(readEnvironment({ HYPRBOX_DATA_DIR: dataDir, HYPRBOX_JWT_SECRET: given }));

  beforeEach(async () => {
    directory = await temporaryDirectory();
  });
  afterEach(() => directory.remove());

  it('is made once, kept for the server alone, and read again', async () => {
    const made = await secret();
    expect(Buffer.from(made, 'base64url')).toHaveLength(48);
    expect(await secret()).toBe(made);
    expect((await stat(join(directory.path, 'jwt.secret'))).mode & 0o777).toBe(0o600);
  });

  it('is one when servers start together, and they leave nothing else behind', async () => {
    const dataDir = join(directory.path, 'new');
    const made = await Promise.all(Array.from({ length: 20 }, () => secret(dataDir)));
    expect(new Set(made).size).toBe(1);
    expect(await readdir(dataDir)).toEqual(['jwt.secret']);
  });

  it('is the configured one, which is written nowhere', async () => {
    const given = 'configured, and long enough for it';
    expect(await secret(directory.path, given)).toBe(given);
    expect(await readdir(directory.path)).toEqual([]);
  });

  it('is closed to others again when somebody opened it', async () => {
    await secret();
    await chmod(join(directory.path, 'jwt.secret'), 0o644);
    await secret();
    expect((await stat(join(directory.path, 'jwt.secret'))).mode & 0o777).toBe(0o600);
  });

  it('is not taken from a file that was cut off', async () => {
    const path = join(directory.path, 'jwt.secret');
    await writeFile(path, 'abc');
    await expect(secret()).rejects.toThrow(`${path} holds no usable secret`);
    expect(await readFile(path, 'utf8')).toBe('abc');
  });
});
