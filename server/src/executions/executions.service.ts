import { Inject, Injectable } from '@nestjs/common';
import type { ExecutionReason } from '@hyprbox/contracts';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import type { Audited } from '../database/audit-writer.js';
import type { Transaction } from '../database/unit-of-work.js';
import type { Actor } from '../identity/principal.js';
import { Ids } from '../time/clock.js';
import type { ExecutionEntity } from './execution.entity.js';
import { ExecutionKinds } from './execution-kinds.js';
import { mayBecome, type Outcome } from './execution-state.js';
import { AlreadyFinishedError, ExecutionNotFoundError } from './executions.errors.js';
import { ExecutionsRepository } from './executions.repository.js';

export interface NewExecution {
  kind: ExecutionEntity['kind'];
  nodeId: string;
  script: string;
  scriptSha256: string;
  /** Environment variable → where the agent finds its value. */
  secretRefs: Record<string, string>;
  timeoutSeconds: number;
  /** Not to be claimed until it is resumed. */
  suspended?: boolean;
  /** Until when it waits for its node; for ever if it is left out. */
  expiresAt?: Date;
}

/** Queue, cancel and finish executions of every kind. */
@Injectable()
export class ExecutionsService {
  constructor(
    private readonly repository: ExecutionsRepository,
    private readonly kinds: ExecutionKinds,
    private readonly ids: Ids,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async queue(tx: Transaction, execution: NewExecution): Promise<{ id: string; createdAt: Date }> {
    const id = this.ids.next();
    const createdAt = await tx.now();
    await this.repository.insert(tx, { ...execution, id, status: 'QUEUED', createdAt });
    if (!execution.suspended) tx.publishAfterCommit({ topic: 'work', nodeId: execution.nodeId });
    return { id, createdAt };
  }

  /**
   * Locks those of the executions that are queued and that nobody has locked just now; whoever has locked one of the
   * others is not waited for.
   */
  async lockQueued(tx: Transaction, ids: readonly string[]): Promise<Set<string>> {
    return new Set(ids.length > 0 ? await this.repository.lockQueued(tx, ids) : []);
  }

  /** Keeps queued executions, which are locked, from being claimed. */
  async suspend(tx: Transaction, ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.repository.setSuspended(tx, ids, true);
  }

  /** Lets queued executions, which are locked, be claimed. */
  async resume(tx: Transaction, ids: readonly string[]): Promise<void> {
    const nodeIds = ids.length > 0 ? await this.repository.setSuspended(tx, ids, false) : [];
    for (const nodeId of nodeIds) tx.publishAfterCommit({ topic: 'work', nodeId });
  }

  async get(id: string): Promise<ExecutionEntity> {
    const execution = await this.repository.find(id);
    if (!execution) throw new ExecutionNotFoundError();
    return execution;
  }

  async getMany(ids: string[]): Promise<Map<string, ExecutionEntity>> {
    const executions = ids.length > 0 ? await this.repository.findMany(ids) : [];
    return new Map(executions.map((execution) => [execution.id, execution]));
  }

  /**
   * Queued: cancelled at once. Running: the agent is asked to end it.
   *
   * @returns whether this call is what asked for it first
   */
  async cancel(tx: Transaction, id: string): Promise<boolean> {
    const execution = await this.repository.lock(tx, id);
    if (!execution) throw new ExecutionNotFoundError();
    if (!mayBecome(execution.status, 'CANCELLED')) {
      throw new AlreadyFinishedError(this.kinds.of(execution).noun, execution.status);
    }
    if (execution.status === 'QUEUED') {
      await this.callOff(tx, execution);
      return true;
    }
    if (execution.cancelRequestedAt) return false;
    await this.repository.update(tx, id, { cancelRequestedAt: await tx.now() });
    tx.publishAfterCommit({ topic: 'work', nodeId: execution.nodeId });
    tx.publishAfterCommit({ topic: 'execution', id });
    return true;
  }

  /** Those of the executions that are still queued. @returns how many they were */
  async cancelQueued(tx: Transaction, ids: readonly string[]): Promise<number> {
    let cancelled = 0;
    for (const id of ids) {
      const execution = await this.repository.lock(tx, id);
      if (execution?.status !== 'QUEUED') continue;
      await this.callOff(tx, execution);
      cancelled++;
    }
    return cancelled;
  }

  /** @returns the ids of what was cancelled */
  async cancelQueuedFor(tx: Transaction, nodeId: string): Promise<string[]> {
    const queued = await this.repository.lockQueuedOf(tx, nodeId);
    for (const execution of queued) {
      await this.callOff(tx, execution);
    }
    return queued.map(({ id }) => id);
  }

  private async callOff(tx: Transaction, execution: ExecutionEntity): Promise<void> {
    const cancelRequestedAt = await tx.now();
    await this.finish(tx, execution, { status: 'CANCELLED', reason: 'CANCELLED' }, { cancelRequestedAt });
  }

  /** Whatever an agent sends keeps what it carries alive. */
  async renewLeases(tx: Transaction, beats: readonly { nodeId: string; running?: string[] }[]): Promise<void> {
    await this.repository.renewLeases(tx, beats, this.config.leaseSeconds);
  }

  /** What the audit trail tells of an execution's end; null for what is not recorded. */
  endAudited(actor: Actor, execution: ExecutionEntity): Audited | null {
    const recorded = this.kinds.of(execution).recordedAs(execution);
    if (!recorded) return null;
    const { id, nodeId, status, reason, exitCode, lateExitCode, delivered, attempt, scriptSha256 } = execution;
    const isLate = reason === 'AGENT_LOST' && delivered;
    return {
      actor,
      action: recorded.action,
      target: { type: recorded.targetType, id },
      outcome: status === 'SUCCEEDED' ? 'success' : 'failure',
      details: {
        nodeId,
        status,
        reason,
        exitCode,
        attempt,
        scriptSha256,
        ...recorded.details,
        ...(isLate && { late: true, lateExitCode }),
      },
    };
  }

  /** Brings a locked execution to its end and lets its kind record it. */
  async finish(
    tx: Transaction,
    execution: ExecutionEntity,
    { status, reason }: Outcome | { status: 'FAILED'; reason: ExecutionReason },
    more: Partial<Omit<ExecutionEntity, 'secretRefs'>> = {},
  ): Promise<void> {
    if (!mayBecome(execution.status, status)) {
      throw new Error(`An execution that is ${execution.status} can't become ${status}.`);
    }
    const changes = { ...more, status, reason, finishedAt: await tx.now(), leaseExpiresAt: null };
    await this.repository.update(tx, execution.id, changes);
    Object.assign(execution, changes);
    await this.kinds.of(execution).onFinished(tx, execution);
    tx.publishAfterCommit({ topic: 'execution', id: execution.id });
  }
}
