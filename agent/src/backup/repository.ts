import { setTimeout as delay } from 'node:timers/promises';
import type { BackupSnapshot } from '@hyprbox/contracts';
import type { LockHost, RepositoryLock } from './lock-owner.js';
import { describeLock, isOwnerDead, mayUnlock, readLock } from './lock-owner.js';
import type { Interruption } from './interruption.js';
import type { Restic, ResticCall, ResticEnd } from './restic.js';
import { faultOf, isSnapshotUnknown } from './restic-faults.js';
import { jsonObject, numberOf } from './restic-json.js';
import { readSnapshots } from './snapshot-list.js';
import { BackupError } from './backup-error.js';
import type { BackupReport } from './backup-report.js';

const firstLockPauseMs = 2_000;
const longestLockPauseMs = 30_000;
/** Of a large repository it may take long, and nothing depends on it. */
const sizeWithinMs = 5 * 60_000;

export interface RepositoryOptions {
  nodeId: string;
  ownTags: readonly string[];
  /** How long an operation waits for a lock whose owner may live. */
  lockPatienceMs: number;
  host: LockHost;
}

/** The run's repository: what is done with it is done as this node, and waits for whoever has it locked. */
export class Repository {
  /** The locks cannot be written, so nobody's could be in the way of reading. */
  private readOnly = false;

  constructor(
    private readonly restic: Restic,
    private readonly options: RepositoryOptions,
    private readonly report: BackupReport,
    private readonly interruption: Interruption,
  ) {}

  /** This node's snapshots with the policy's own tags, and no others. */
  get own(): string[] {
    const { nodeId, ownTags } = this.options;
    return [`--host=${nodeId}`, ...(ownTags.length === 0 ? [] : [`--tag=${ownTags.join(',')}`])];
  }

  /**
   * Runs restic until it did not meet a lock, and returns how it ended.
   *
   * @throws BackupError REPOSITORY_LOCKED when it was locked for too long
   */
  async whenUnlocked(call: ResticCall): Promise<ResticEnd> {
    const deadline = performance.now() + this.options.lockPatienceMs;
    let mayTryUnlock = true;
    for (let pauseMs = firstLockPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestLockPauseMs)) {
      const end = await this.restic.run(call);
      if (end.code === 0 || faultOf(end).fault !== 'REPOSITORY_LOCKED') return end;
      const locks = await this.locks();
      // Once between two pauses: restic may see an owner where there is a process that only waits to be reaped.
      if (mayTryUnlock && mayUnlock(locks, this.options.host, new Date())) {
        await this.unlock(locks);
        mayTryUnlock = false;
        continue;
      }
      mayTryUnlock = true;
      if (performance.now() + pauseMs > deadline) throw lockedFault(locks);
      this.report.say(`The repository is locked ${locks.map(describeLock).join('; ')}: waiting.`);
      await this.pause(pauseMs);
    }
  }

  /** Runs restic, and takes any end but 0 for a failure. */
  async succeed(call: ResticCall): Promise<void> {
    const end = await this.whenUnlocked(call);
    if (end.code !== 0) throw faultOf(end);
  }

  /**
   * Runs what only reads, without a lock where none can be written: a repository on a read-only medium is read as well.
   */
  async read(call: ResticCall): Promise<ResticEnd> {
    if (!this.readOnly) {
      const end = await this.whenUnlocked(call);
      if (end.code === 0 || faultOf(end).fault !== 'REPOSITORY_READ_ONLY') return end;
      this.report.say('The repository cannot be written: reading it without a lock.');
      this.readOnly = true;
    }
    return this.restic.run(withoutLock(call));
  }

  /** Answers a query at once, whoever has the repository locked. */
  async ask(call: ResticCall): Promise<void> {
    const end = await this.restic.run({ quiet: true, ...withoutLock(call) });
    if (end.code !== 0 || isSnapshotUnknown(end)) throw faultOf(end);
  }

  /** All of this node's own, oldest first. */
  async snapshots(): Promise<BackupSnapshot[]> {
    const lines: string[] = [];
    await this.ask({ command: ['snapshots', '--json', ...this.own], onLine: (line) => lines.push(line) });
    return readSnapshots(lines.join(''));
  }

  /** What the repository's snapshots take, of all nodes; null when restic did not say in time. */
  async bytes(): Promise<number | null> {
    let bytes: number | null = null;
    await this.restic.run({
      ...withoutLock({ command: ['stats', '--json', '--mode=raw-data'] }),
      quiet: true,
      withinMs: sizeWithinMs,
      onLine: (line) => (bytes ??= numberOf(jsonObject(line)?.total_size)),
    });
    return bytes;
  }

  /**
   * Takes away what an owner left that is known to be dead, such as one that was killed with its agent, before it is in
   * anybody's way. Where that is not possible, it is as if it were not tried.
   */
  async clearDeadLocks(): Promise<void> {
    const locks = await this.locks();
    if (!mayUnlock(locks, this.options.host, new Date())) return;
    try {
      await this.unlock(locks);
    } catch (error) {
      if (!(error instanceof BackupError)) throw error;
      this.report.say(`It could not be taken away: ${error.message}`);
    }
  }

  private async locks(): Promise<RepositoryLock[]> {
    const ids: string[] = [];
    const command = ['list', '--no-lock', 'locks'];
    await this.restic.run({ command, quiet: true, onLine: (line) => ids.push(line) });
    const locks: RepositoryLock[] = [];
    for (const id of ids.filter((line) => /^[0-9a-f]{64}$/.test(line))) {
      const lines: string[] = [];
      // One that is gone meanwhile has no text.
      await this.restic.run({
        command: ['cat', '--no-lock', 'lock', id],
        quiet: true,
        onLine: (line) => lines.push(line),
      });
      const lock = readLock(jsonObject(lines.join('')));
      if (lock !== null) locks.push(lock);
    }
    return locks;
  }

  private async unlock(locks: readonly RepositoryLock[]): Promise<void> {
    const dead = locks.filter((lock) => isOwnerDead(lock, this.options.host));
    this.report.say(`Taking away a lock whose owner is dead: it was locked ${dead.map(describeLock).join('; ')}.`);
    const end = await this.restic.run({ command: ['unlock'] });
    if (end.code !== 0) throw faultOf(end);
  }

  private async pause(milliseconds: number): Promise<void> {
    await delay(milliseconds, undefined, { signal: this.interruption.signal }).catch(() => undefined);
    this.interruption.check();
  }
}

function withoutLock(call: ResticCall): ResticCall {
  return { ...call, command: [...call.command, '--no-lock'] };
}

function lockedFault(locks: readonly RepositoryLock[]): BackupError {
  const owners = locks.length === 0 ? '' : ` ${locks.map(describeLock).join('; ')}`;
  return new BackupError(
    'REPOSITORY_LOCKED',
    `The repository is locked${owners}. If that process is gone, run "restic unlock" on its host; else wait for it.`,
  );
}
