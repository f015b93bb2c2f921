import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  rmdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clustersDirectory, systemDirectory } from '@hyprbox/contracts';
import { resolveSecrets } from './secret-refs.js';

let directory: string;
let data: string;
let secret: string;

beforeEach(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'hyprnode-closed-')));
  data = join(directory, 'data');
  secret = join(data, 'inner', 'secret');
  mkdirSync(dirname(secret), { recursive: true });
  writeFileSync(secret, 'hidden');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** The value, or the word for one that is closed. */
async function read(path: string, closed = [data]): Promise<string | undefined> {
  const references = { HYPRBOX_SECRET_KEY: `file:${path}` };
  try {
    return (await resolveSecrets(references, { environment: {}, closed })).HYPRBOX_SECRET_KEY;
  } catch (error) {
    return String(error).includes('lies where the agent reads no secrets') ? 'closed' : String(error);
  }
}

function linked(name: string, to: string): string {
  const path = join(directory, name);
  symlinkSync(to, path);
  return path;
}

const mayMount = ((): boolean => {
  try {
    execFileSync('unshare', ['--mount', 'true'], { stdio: 'ignore' });
    return process.getuid?.() === 0;
  } catch {
    return false;
  }
})();

/** Calls back while `from` can be reached under `to` as well. */
async function bound(from: string, to: string, check: () => Promise<void>): Promise<void> {
  mkdirSync(to);
  execFileSync('mount', ['--bind', from, to]);
  try {
    await check();
  } finally {
    execFileSync('umount', ['--lazy', to]);
  }
}

describe('a closed directory', () => {
  it('is closed by every name of a file in it', async () => {
    expect(await read(secret)).toBe('closed');
    expect(await read(linked('to-file', secret))).toBe('closed');
    expect(await read(join(linked('to-directory', data), 'inner/secret'))).toBe('closed');
    expect(await read(join(linked('to-inner', dirname(secret)), 'secret'))).toBe('closed');
    expect(await read(`${directory}/./data//inner/../inner/secret`)).toBe('closed');
    expect(await read(`${directory}/data/inner/../../data/inner/secret`)).toBe('closed');
    expect(await read(`/proc/self/root${secret}`)).toBe('closed');
    expect(await read(`/proc/${process.pid}/root${secret}`)).toBe('closed');
    expect(await read(`/proc/self/cwd/${'../'.repeat(30)}${secret}`)).toBe('closed');
  });

  it('is closed when it is named by a link, or is a single file', async () => {
    expect(await read(secret, [linked('data-link', data)])).toBe('closed');
    expect(await read(secret, [secret])).toBe('closed');
    expect(await read(secret, [`${data}/`])).toBe('closed');
  });

  it('closes nothing beside it', async () => {
    const beside = join(directory, 'data-of-others');
    writeFileSync(beside, 'open');
    expect(await read(beside)).toBe('open');
    expect(await read(secret, [join(directory, 'not-there')])).toBe('hidden');
  });

  it.skipIf(!mayMount)('is closed under a bind mount of it, of a part of it, and of what it lies in', async () => {
    for (const [from, below] of [
      [data, 'inner/secret'],
      [dirname(secret), 'secret'],
      [directory, 'data/inner/secret'],
    ] as const) {
      const alias = mkdtempSync(join(tmpdir(), 'hyprnode-alias-'));
      const path = join(alias, 'bound');
      await bound(from, path, async () => {
        expect(existsSync(join(path, below))).toBe(true);
        expect(await read(join(path, below))).toBe('closed');
      });
      rmSync(alias, { recursive: true });
    }
  });

  it.skipIf(!mayMount)('is closed together with what is mounted in it, by another name as well', async () => {
    const elsewhere = join(directory, 'elsewhere');
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, 'database'), 'open');
    expect(await read(join(elsewhere, 'database'))).toBe('open');
    await bound(elsewhere, join(data, 'mounted'), async () => {
      expect(await read(join(data, 'mounted', 'database'))).toBe('closed');
      expect(await read(join(elsewhere, 'database'))).toBe('closed');
    });
  });

  it.skipIf(process.getuid?.() !== 0)('is also where a server that runs as root has its database', async () => {
    const missing = [systemDirectory, clustersDirectory].filter((path) => !existsSync(path));
    for (const path of missing) mkdirSync(path, { mode: path === clustersDirectory ? 0o711 : 0o755 });
    const cluster = mkdtempSync(join(clustersDirectory, 'closed-directories-spec-'));
    try {
      writeFileSync(join(cluster, 'PG_VERSION'), 'hidden');
      expect(await read(join(linked('postgres', cluster), 'PG_VERSION'))).toBe('closed');
    } finally {
      rmSync(cluster, { recursive: true });
      for (const path of missing.reverse()) rmdirSync(path);
    }
  });
});
