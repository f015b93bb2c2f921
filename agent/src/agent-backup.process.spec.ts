import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BackupTask } from '@hyprbox/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '@hyprbox/testing';
import { backupOf, eventsOf, queueOrder, resultOf, backupOrder } from './backup/testing/backup-orders.js';
import type { AgentProcess } from './testing/agent-process.js';
import type { AgentWorld } from './testing/agent-world.js';
import { useAgentWorld } from './testing/agent-world.js';
import { outputOf } from './testing/received-execution.js';
import { isAlive } from './testing/living.js';
import { processIds, readProcess } from './host/process-table.js';

let large: string;
let world: AgentWorld;
let repository: string;
let source: string;

/** With the `restic` of tests. */
const password = { VAULT_PASSWORD: 'correct horse', HYPRBOX_JOB_PATH: process.env.PATH ?? '' };
/** So slow that nothing of this file waits for the end of a backup of `large`. */
const slow = { uploadLimitKiBps: 64, downloadLimitKiBps: 64 };

beforeAll(() => {
  large = mkdtempSync(join(tmpdir(), 'hyprnode-large-'));
  writeFileSync(join(large, 'random'), randomBytes(32 * 1024 * 1024));
});
afterAll(() => {
  rmSync(large, { recursive: true });
});
useAgentWorld((fresh) => {
  world = fresh;
  repository = join(world.directory, 'repository');
  source = join(world.directory, 'source');
  mkdirSync(source);
  writeFileSync(join(source, 'file'), 'content');
});

const backupLarge = (): ReturnType<typeof queueOrder> =>
  queueOrder(world.server, backupOrder(repository, backupOf([large]), slow));

function locks(): string[] {
  if (!existsSync(join(repository, 'locks'))) return [];
  return readdirSync(join(repository, 'locks')).filter((name) => /^[0-9a-f]{64}$/.test(name));
}

/** A backup that runs and has its lock, and knows that it has it: restic 0.14 does so a moment after writing it. */
async function runningBackup(): Promise<ReturnType<typeof queueOrder>> {
  const run = backupLarge();
  await world.server.until(() => outputOf(run, 'stdout').includes('"progress"'));
  expect(locks()).toHaveLength(1);
  return run;
}

async function cancelAfterProgress(run: ReturnType<typeof queueOrder>): Promise<void> {
  await world.server.until(() => outputOf(run, 'stdout').includes('"progress"'));
  world.server.order({ id: run.claimed.id, attempt: 1 });
  expect(await world.server.completion(run)).toMatchObject({ reason: 'CANCELLED', exitCode: 130 });
}

describe('an order for a backup', { timeout: 120_000 }, () => {
  it('makes the repository and a snapshot, and tells the figures', async () => {
    await world.ready(password);
    expect(world.server.pendingQueries.at(-1)?.get('kinds')).toBe('JOB,VAULT');
    const run = queueOrder(world.server, backupOrder(repository, backupOf([source])));
    expect(await world.server.completion(run)).toMatchObject({ exitCode: 0 });
    const result = resultOf(run);
    expect(result).toMatchObject({ fault: null, backup: { filesNew: 1, bytesProcessed: 7 } });
    expect(result.snapshots).toEqual([
      expect.objectContaining({ id: result.backup?.snapshotId, nodeId: 'web-1', paths: [source] }),
    ]);
    expect(result.repositoryBytes).toBeGreaterThan(0);
  });

  it('ends with a result also when a secret cannot be had', async () => {
    await world.ready();
    const run = queueOrder(world.server, backupOrder(repository, backupOf([source])));
    expect(await world.server.completion(run)).toMatchObject({ exitCode: 1 });
    expect(resultOf(run)).toMatchObject({
      fault: 'SECRET_UNAVAILABLE',
      message: expect.stringContaining('env:VAULT_PASSWORD'),
    });
  });

  it('leaves no lock when it is cancelled, and tells progress until then', async () => {
    await world.ready(password);
    const run = await runningBackup();
    await cancelAfterProgress(run);
    expect(locks()).toEqual([]);
    expect(eventsOf(run).every(({ event }) => event === 'progress')).toBe(true);
  });

  it('leaves no lock where restic takes it away by another program', async () => {
    await world.ready({ ...password, BOX_TYPE: 'local' });
    const order = backupOrder(`rclone:box:${repository}`, backupOf([large]), { uploadLimitKiBps: 1024 });
    const run = queueOrder(world.server, order, { HYPRBOX_SECRET_VAULT__RCLONE_CONFIG_BOX_TYPE: 'env:BOX_TYPE' });
    await eventually(() => locks().length > 0, { timeoutMs: 90_000 });
    await cancelAfterProgress(run);
    expect(locks()).toEqual([]);
  });

  it('is INTERRUPTED when the agent was killed; nothing of it runs on, and no lock is left', async () => {
    const agent = await world.ready(password);
    const run = await runningBackup();
    await agent.kill('SIGKILL');
    await world.ready(password);
    expect(await world.server.completion(run)).toMatchObject({ reason: 'INTERRUPTED' });
    expect(locks()).toEqual([]);
    const again = queueOrder(world.server, backupOrder(repository, backupOf([source])));
    expect(await world.server.completion(again)).toMatchObject({ exitCode: 0 });
  });

  it('leaves nothing half restored when it is killed with the agent in the middle', async () => {
    const agent = await world.ready(password);
    const made = queueOrder(world.server, backupOrder(repository, backupOf([large])));
    await world.server.completion(made);
    const target = join(world.directory, 'target');
    mkdirSync(target);
    const task: BackupTask = {
      operation: 'RESTORE',
      snapshotId: resultOf(made).backup?.snapshotId ?? '',
      targetPath: target,
      include: [],
      dryRun: false,
      overwrite: false,
    };
    const run = queueOrder(world.server, backupOrder(repository, task, slow));
    await eventually(() => readdirSync(target).length > 0, { timeoutMs: 90_000 });
    killWithBackupPrograms(agent, world.stateDirectory);
    await agent.exit;
    expect(readdirSync(target)).toEqual([expect.stringMatching(/^\.hyprbox-restore-/)]);
    await world.ready(password);
    expect(await world.server.completion(run)).toMatchObject({ reason: 'INTERRUPTED' });
    expect(readdirSync(target)).toEqual([]);
  });
});

describe('a server that knows of jobs only', { timeout: 60_000 }, () => {
  it('is asked without kinds when it refuses them', async () => {
    const refusal = { code: 'VALIDATION', errors: [{ pointer: '?kinds', detail: 'is not known' }] };
    world.server.failNext('pending', { kind: 'answer', status: 400, body: refusal });
    await world.ready(password);
    const job = world.server.queue('echo done');
    expect(await world.server.completion(job)).toMatchObject({ exitCode: 0 });
    expect(world.server.pendingQueries.every((query) => !query.has('kinds'))).toBe(true);
  });
});

/** Kills an agent, its backup program and its restic as the end of a machine does: none sees the others end. */
function killWithBackupPrograms(agent: AgentProcess, stateDirectory: string): void {
  const sessions = processIds().filter((pid) => commandOf(pid).includes(join(stateDirectory, 'vault')));
  const programs = processIds().filter((pid) => sessions.includes(readProcess(pid)?.session ?? -1));
  for (const signal of ['SIGSTOP', 'SIGKILL'] as const) {
    for (const pid of [agent.pid, ...programs]) if (isAlive(pid)) process.kill(pid, signal);
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    // It has ended.
    return '';
  }
}
