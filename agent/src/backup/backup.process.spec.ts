import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { OrderedHook } from '@hyprbox/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '@hyprbox/testing';
import { tamperWithPacks } from './testing/tampering.js';
import { backupOf } from './testing/backup-orders.js';
import { BackupWorld } from './testing/backup-world.js';

let world: BackupWorld;

beforeEach(() => {
  world = BackupWorld.withRepository();
  writeFileSync(join(world.source, 'file'), 'content');
}, 60_000);
afterEach(() => world.end());

const hook = (script: string): OrderedHook => ({ preset: 'probe', script, sha256: '' });

describe('a backup', { timeout: 120_000 }, () => {
  it('carries the node as its host and all tags, and leaves out what is excluded', async () => {
    writeFileSync(join(world.source, 'x.tmp'), 'no');
    const result = await world.perform(backupOf([world.source], { excludes: ['*.tmp'], tags: ['nightly'] }), {
      priority: 'LOW',
    });
    expect(result).toMatchObject({ fault: null, resticVersion: expect.stringMatching(/^0\.\d+/) });
    expect(result.backup).toMatchObject({ filesNew: 1, filesChanged: 0, bytesProcessed: 7 });
    expect(result.snapshots).toEqual([
      expect.objectContaining({
        id: result.backup?.snapshotId,
        nodeId: 'web-1',
        tags: ['hyprbox', 'policy-1', 'nightly'],
        sizeBytes: 7,
      }),
    ]);
  });

  it('takes nothing for an option', async () => {
    const odd = join(world.source, '--host=other');
    mkdirSync(odd);
    writeFileSync(join(odd, 'file'), 'x');
    const task = backupOf([odd, world.source], {
      excludes: ['--one-file-system', '-r/elsewhere', '$(touch pwned)'],
      tags: ['--password-command=touch pwned', '`touch pwned`'],
    });
    const result = await world.perform(task, { nodeId: '--json', ownTags: ['-r=/elsewhere'] });
    expect(result).toMatchObject({ fault: null, backup: { filesNew: 2 } });
    expect(result.snapshots?.[0]).toMatchObject({ nodeId: '--json', tags: ['-r=/elsewhere', ...task.tags] });
    expect(readdirSync(world.directory)).not.toContain('pwned');
  });

  it('is not made where the password is wrong, or the repository is to exist and does not', async () => {
    const none = { repository: world.path('none'), initialize: false };
    expect((await world.perform(backupOf([world.source]), none)).fault).toBe('NO_REPOSITORY');
    world.environment = { HYPRBOX_SECRET_VAULT__RESTIC_PASSWORD: 'wrong' };
    const result = await world.perform(backupOf([world.source]));
    expect(result).toMatchObject({ fault: 'WRONG_PASSWORD', message: expect.stringContaining('password') });
  });

  it('lets two nodes make one repository at the same time', async () => {
    const repository = world.path('new');
    const results = await Promise.all(
      ['web-1', 'web-2'].map((nodeId) => world.perform(backupOf([world.source]), { repository, nodeId })),
    );
    expect(results.map(({ fault, message }) => [fault, message])).toEqual([
      [null, null],
      [null, null],
    ]);
    expect(readdirSync(join(repository, 'keys'))).toHaveLength(1);
    expect(readdirSync(world.directory).filter((name) => name.startsWith('new'))).toEqual(['new']);
  });

  it('begins again when it comes upon the lock of a run that has just ended', async () => {
    await world.perform(backupOf([world.source]));
    const lock = join(world.repository, 'locks', '0'.repeat(64));
    // It is listed, and cannot be read: as one that is taken away in between.
    replaceRestic(
      `if [[ " $* " == *" backup "* && ! -e '${world.path('begun')}' ]]; then
        touch '${world.path('begun')}'
        ln -s gone '${lock}'
        RESTIC & trap "kill -INT $!" INT
        wait $! || wait $!
        code=$?
        rm '${lock}'
        exit $code
      fi
      exec RESTIC`,
    );
    expect(await world.perform(backupOf([world.source]))).toMatchObject({ fault: null, message: null });
    expect(readdirSync(world.directory)).toContain('begun');
    expect(readdirSync(join(world.repository, 'locks'))).toEqual([]);
  });

  it('is no success when a path is missing, though the rest is backed up', async () => {
    const gone = world.path('gone');
    const result = await world.perform(backupOf([gone, world.source]));
    expect(result).toMatchObject({
      fault: 'MISSING_PATH',
      message: expect.stringContaining(gone),
      backup: { filesNew: 1 },
    });
    expect((await world.perform(backupOf([gone]))).backup).toBeUndefined();
  });

  it('is no success when a file cannot be read, though the rest is backed up', async () => {
    // Reading it fails for everybody: the memory at its beginning belongs to nobody.
    const result = await world.perform(backupOf(['/proc/self/mem', world.source]));
    expect(result).toMatchObject({ fault: 'UNREADABLE_FILES', backup: { filesNew: 1 } });
    expect(result.message).toContain('/proc/self/mem');
  });

  describe('of files that vanish while it runs', () => {
    let isBegun: Promise<unknown>;

    beforeEach(() => {
      for (const name of ['gone', 'kept', 'replaced']) mkdirSync(join(world.source, name));
      writeFileSync(join(world.source, 'gone', 'file'), 'x');
      writeFileSync(join(world.source, 'kept', 'one\nfile'), 'x');
      writeFileSync(join(world.source, 'kept', 'other'), 'x');
      // Listed before them, and read for longer than it takes to remove them: restic reads two files at a time.
      for (const name of ['0', '1', '2']) sparse(join(world.source, name));
      isBegun = eventually(() => world.progress.some(({ currentFile }) => currentFile?.endsWith('/0')), {
        timeoutMs: 60_000,
      });
    });

    const vanish = async (): Promise<void> => {
      await isBegun;
      rmSync(join(world.source, 'gone'), { recursive: true });
      rmSync(join(world.source, 'replaced'), { recursive: true });
      writeFileSync(join(world.source, 'replaced'), 'a file now');
      rmSync(join(world.source, 'file'));
      // Nothing keeps it any longer.
      for (const name of ['0', '1', '2']) truncateSync(join(world.source, name), 0);
    };

    it('succeeds, and warns of them', async () => {
      const [result] = await Promise.all([world.perform(backupOf([world.source])), vanish()]);
      expect(result).toMatchObject({
        fault: null,
        message: expect.stringMatching(/^2 files or directories were gone while being read.*\/file, .*\/gone\.$/),
      });
      expect(world.said).toContainEqual(expect.stringContaining('Warning: 2 files'));
      expect(result.snapshots).toHaveLength(1);
    });

    it('fails where others may not be read, and names those', async () => {
      const task = backupOf(['/proc/self/mem', world.source]);
      const [result] = await Promise.all([world.perform(task), vanish()]);
      expect(result).toMatchObject({ fault: 'UNREADABLE_FILES', message: expect.stringContaining('/proc/self/mem') });
      expect(result.message).not.toContain('gone');
    });
  });

  it('says that there is no room left', async () => {
    writeFileSync(join(world.source, 'large'), randomBytes(3_000_000));
    // Half a megabyte a file, and no mount that needs root: the system says "file too large" where a disk is full.
    replaceRestic('ulimit -f 512; exec RESTIC');
    const result = await world.perform(backupOf([world.source]));
    expect(result).toMatchObject({ fault: 'DISK_FULL' });
    expect(result.backup).toBeUndefined();
  });

  it('says that the repository cannot be written, and still reads it', async () => {
    await world.perform(backupOf([world.source]));
    // Nobody may write it; root, who may all the same, becomes somebody else.
    execFileSync('chmod', ['-R', 'a-w,a+rX', world.repository]);
    execFileSync('chmod', ['0755', world.directory]);
    replaceRestic(
      `if test "$(id -u)" = 0; then exec setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=/tmp RESTIC ; fi; exec RESTIC`,
    );
    expect((await world.perform(backupOf([world.source]))).fault).toBe('REPOSITORY_READ_ONLY');
    expect(await world.perform({ operation: 'CHECK', readData: null })).toMatchObject({ fault: null });
    execFileSync('chmod', ['-R', 'u+w', world.repository]);
  });

  it('says how restic is installed where there is none', async () => {
    world.environment = { ...world.environment, PATH: world.path('bin') };
    expect(await world.perform(backupOf([world.source]))).toMatchObject({
      fault: 'RESTIC_MISSING',
      message: expect.stringContaining('apt install restic'),
    });
  });
});

function sparse(path: string): void {
  writeFileSync(path, '');
  truncateSync(path, 700 * 1024 * 1024);
}

/** Puts a script in restic's place; RESTIC in it stands for restic with its arguments. */
function replaceRestic(script: string): void {
  const restic = execFileSync('bash', ['-c', 'command -v restic'], { encoding: 'utf8' }).trim();
  mkdirSync(world.path('bin'));
  const text = `#!/bin/bash\n${script.replaceAll('RESTIC', `'${restic}' "$@"`)}\n`;
  writeFileSync(world.path('bin', 'restic'), text, { mode: 0o755 });
  world.environment = { ...world.environment, PATH: `${world.path('bin')}:${process.env.PATH}` };
}

describe('the presets around a backup', { timeout: 120_000 }, () => {
  it('each see their own secrets alone, and the first may make what is backed up', async () => {
    const dump = join(world.source, 'dump');
    world.environment = {
      ...world.environment,
      HYPRBOX_SECRET_PRE__DB: 'pre secret',
      HYPRBOX_SECRET_POST__DB: 'post secret',
    };
    const task = backupOf([dump], {
      preHook: hook(`env > '${dump}'`),
      postHook: hook(`env > '${world.path('post')}'`),
    });
    expect(await world.perform(task)).toMatchObject({ fault: null });
    const [pre, post] = [dump, world.path('post')].map((path) => readFileSync(path, 'utf8'));
    expect(pre).toContain('HYPRBOX_SECRET_DB=pre secret');
    expect(pre).not.toMatch(/post secret|correct horse|RESTIC/);
    expect(post).toContain('HYPRBOX_SECRET_DB=post secret');
    expect(post).not.toMatch(/pre secret|correct horse|RESTIC/);
  });

  it('keep the backup from being made when the first fails; the second runs all the same', async () => {
    const marker = world.path('post');
    const task = backupOf([world.source], { preHook: hook('exit 4'), postHook: hook(`touch '${marker}'`) });
    const result = await world.perform(task);
    expect(result).toMatchObject({ fault: 'HOOK_FAILED', message: expect.stringContaining('exit code 4') });
    expect(result.backup).toBeUndefined();
    expect(readFileSync(marker, 'utf8')).toBe('');
  });
});

describe('a locked repository', { timeout: 120_000 }, () => {
  it('is freed of the lock of an owner that is dead', async () => {
    const owner = await lockingBackup();
    owner.kill('SIGKILL');
    await once(owner, 'close');
    expect(locks()).toHaveLength(1);
    expect(await world.perform({ operation: 'PRUNE', retention: { keepLast: 1 } })).toMatchObject({ fault: null });
    expect(world.said.join('\n')).toMatch(/owner is dead/);
    expect(locks()).toEqual([]);
  });

  it.each([
    ['a backup', () => backupOf([world.source])],
    ['a drill', () => ({ operation: 'DRILL', files: 1, directory: null, verify: null }) as const],
  ])('is freed of a dead owner’s lock by %s, which it is not in the way of', async (_, task) => {
    await world.perform(backupOf([world.source]));
    const owner = await lockingBackup();
    owner.kill('SIGKILL');
    await once(owner, 'close');
    const living = await lockingBackup();
    try {
      expect(locks()).toHaveLength(2);
      expect(await world.perform(task())).toMatchObject({ fault: null });
      expect(locks()).toHaveLength(1);
    } finally {
      living.kill('SIGKILL');
      await once(living, 'close');
    }
  });

  it('is left to an owner that lives, who is named', async () => {
    const owner = await lockingBackup();
    try {
      const result = await world.perform({ operation: 'PRUNE', retention: { keepLast: 1 } });
      expect(result.fault).toBe('REPOSITORY_LOCKED');
      expect(result.message).toContain(`process ${owner.pid} `);
      expect(result.message).toContain(hostname());
      expect(locks()).toHaveLength(1);
    } finally {
      owner.kill('SIGKILL');
      await once(owner, 'close');
    }
  });
});

/** A restic that holds a lock until it is ended: what it reads never comes. */
async function lockingBackup(): Promise<ReturnType<typeof spawn>> {
  const before = locks().length;
  const owner = spawn('restic', ['backup', '--stdin'], {
    env: world.resticEnvironment,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  await eventually(() => locks().length > before, { timeoutMs: 60_000 });
  return owner;
}

function locks(): string[] {
  return readdirSync(join(world.repository, 'locks')).filter((name) => /^[0-9a-f]{64}$/.test(name));
}

describe('retention', { timeout: 120_000 }, () => {
  it("thins out the policy's own snapshots of this node as one group, and no others", async () => {
    const second = world.path('second');
    mkdirSync(second);
    writeFileSync(join(second, 'file'), 'other');
    await world.perform(backupOf([world.source]));
    await world.perform(backupOf([second]));
    await world.perform(backupOf([world.source]), { nodeId: 'web-2' });
    await world.perform(backupOf([world.source]), { ownTags: ['another'] });
    const result = await world.perform({ operation: 'PRUNE', retention: { keepLast: 1, keepDaily: 0 } });
    expect(result).toMatchObject({ fault: null, retention: { kept: 1, removed: 1 } });
    expect(result.snapshots).toEqual([expect.objectContaining({ paths: [second] })]);
    const all: unknown = JSON.parse(world.restic('snapshots', '--json'));
    expect(all).toHaveLength(3);
  });

  it('that keeps nothing removes nothing', async () => {
    expect(await world.perform({ operation: 'PRUNE', retention: {} })).toMatchObject({ fault: 'RESTIC_FAILED' });
  });
});

describe('a check', { timeout: 120_000 }, () => {
  it('passes on a sound repository', async () => {
    await world.perform(backupOf([world.source]));
    expect(await world.perform({ operation: 'CHECK', readData: '100%' })).toMatchObject({ fault: null });
  });

  it('fails on one that was tampered with, or lacks a pack', async () => {
    await world.perform(backupOf([world.source]));
    tamperWithPacks(world.repository);
    expect((await world.perform({ operation: 'CHECK', readData: '100%' })).fault).toBe('REPOSITORY_DAMAGED');
    execFileSync('find', [join(world.repository, 'data'), '-type', 'f', '-delete']);
    expect((await world.perform({ operation: 'CHECK', readData: null })).fault).toBe('REPOSITORY_DAMAGED');
  });
});

describe('an order that is not understood', { timeout: 60_000 }, () => {
  it.each([
    ['another version', { version: 2 }],
    ['a repository that ssh would take for an option', { repository: 'sftp:-oProxyCommand=x:/p' }],
    ['a repository that is an option', { repository: '--password-command=x' }],
    ['an operation to come', { task: { operation: 'MELT' } }],
    ['a relative path', { task: backupOf(['etc']) }],
    ['a snapshot that is an option', { task: { operation: 'DIFF', from: '--json', to: 'deadbeef' } }],
    ['an amount that is an option', { task: { operation: 'CHECK', readData: '1 --no-lock' } }],
  ])('is not carried out: %s', async (_, fields) => {
    const order = {
      version: 1,
      repository: world.repository,
      ownTags: [],
      task: { operation: 'SNAPSHOTS' },
      ...fields,
    };
    const result = await world.performText(JSON.stringify(order));
    expect(result).toMatchObject({ fault: 'RESTIC_FAILED', resticVersion: null });
  });
});
