import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SecretUnavailable, resolveSecrets, secretBytesMax } from './secret-refs.js';

let directory: string;
let state: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'hyprnode-secrets-'));
  state = join(directory, 'state');
  mkdirSync(state);
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const environment = { DB_PASSWORD: 'hush', HYPRBOX_NODE_TOKEN: 'token' };
const resolve = (reference: string): Promise<Record<string, string>> =>
  resolveSecrets({ HYPRBOX_SECRET_KEY: reference }, { environment, closed: [state] });

function file(name: string, content: string): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

describe('resolveSecrets', () => {
  it('reads the environment and files, without one newline at the end', async () => {
    expect(await resolve('env:DB_PASSWORD')).toEqual({ HYPRBOX_SECRET_KEY: 'hush' });
    expect(await resolve(`file:${file('secret', 'two\nlines\n\n')}`)).toEqual({ HYPRBOX_SECRET_KEY: 'two\nlines\n' });
    expect(await resolve(`file:${file('large', 'x'.repeat(secretBytesMax))}`)).toBeDefined();
  });

  it("never gives what is the agent's own", async () => {
    const inside = join(state, 'file');
    writeFileSync(inside, 'hidden');
    const link = join(directory, 'link');
    symlinkSync(inside, link);
    const references = [
      'env:HYPRBOX_NODE_TOKEN',
      `file:${inside}`,
      `file:${link}`,
      `file:/proc/self/root${inside}`,
      'file:/proc/self/environ',
      'file:/proc/1/environ',
    ];
    for (const reference of references) await expect(resolve(reference)).rejects.toThrow(SecretUnavailable);
  });

  it.each([
    'env:__proto__',
    'env:constructor',
    'env:toString',
    'env:hasOwnProperty',
    'env:NOT_SET',
    'file:/does/not/exist',
    'file:relative',
    'file:/tmp',
    'vault:x',
  ])('names %s when it cannot be had', async (reference) => {
    await expect(resolve(reference)).rejects.toThrow(reference);
  });

  it('never tells the value', async () => {
    await expect(resolve(`file:${file('nul', 'hush\0')}`)).rejects.not.toThrow('hush');
    await expect(resolve(`file:${file('big', 'hush'.repeat(secretBytesMax))}`)).rejects.not.toThrow('hush');
  });

  it('sets nothing but variables', async () => {
    await expect(resolveSecrets({ 'a=b': 'env:DB_PASSWORD' }, { environment, closed: [] })).rejects.toThrow(
      SecretUnavailable,
    );
  });
});
