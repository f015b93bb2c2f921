import { Inject, Injectable } from '@nestjs/common';
import type { ExecutionReason } from '@hyprbox/contracts';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import type { Transaction } from '../database/unit-of-work.js';
import { Clock, Ids } from '../time/clock.js';
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
  /** Not to be claimed until it is released. */
  held?: boolean;
}

/** Queue, cancel and finish executions of every kind. */
@Injectable()
export class ExecutionsService {
  constructor(
    private readonly repository: ExecutionsRepository,
    private readonly kinds: ExecutionKinds,
    private readonly clock: Clock,
    private readonly ids: Ids,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async queue(tx: Transaction, execution: NewExecution): Promise<{ id: string; createdAt: Date }> {
    const id = this.ids.next();
    const createdAt = this.clock.now();
    await this.repository.insert(tx, { ...execution, id, status: 'QUEUED', createdAt });
    if (!execution.held) tx.tell({ topic: 'work', nodeId: execution.nodeId });
    return { id, createdAt };
  }

  /**
   * Locks those of the executions that are queued and that nobody has in hand just now; who holds one of the others is
   * not waited for.
   */
  async lockQueued(tx: Transaction, ids: readonly string[]): Promise<Set<string>> {
    return new Set(ids.length > 0 ? await this.repository.lockQueued(tx, ids) : []);
  }

  /** Lets locked executions be claimed, or takes that back. */
  async setHeld(tx: Transaction, ids: readonly string[], held: boolean): Promise<void> {
    if (ids.length === 0) return;
    const nodeIds = await this.repository.setHeld(tx, ids, held);
    if (!held) for (const nodeId of nodeIds) tx.tell({ topic: 'work', nodeId });
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
    if (!mayBecome(execution.status, 'CANCELLED')) throw new AlreadyFinishedError(execution.status);
    if (execution.status === 'QUEUED') {
      await this.callOff(tx, execution);
      return true;
    }
    if (execution.cancelRequestedAt) return false;
    await this.repository.update(tx, id, { cancelRequestedAt: this.clock.now() });
    tx.tell({ topic: 'work', nodeId: execution.nodeId });
    tx.tell({ topic: 'execution', id });
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
    const cancelRequestedAt = this.clock.now();
    await this.finish(tx, execution, { status: 'CANCELLED', reason: 'CANCELLED' }, { cancelRequestedAt });
  }

  /** Whatever an agent sends keeps what it carries alive. */
  async renewLeases(tx: Transaction, beats: readonly { nodeId: string; running?: string[] }[]): Promise<void> {
    await this.repository.renewLeases(tx, beats, this.config.leaseSeconds);
  }

  async counts24h(): Promise<{ queued: number; running: number; succeeded24h: number; failed24h: number }> {
    return this.repository.counts24h();
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
    const changes = { ...more, status, reason, finishedAt: this.clock.now(), leaseExpiresAt: null };
    await this.repository.update(tx, execution.id, changes);
    Object.assign(execution, changes);
    await this.kinds.of(execution).onFinished(tx, execution);
    tx.tell({ topic: 'execution', id: execution.id });
  }
}
