import { Injectable } from '@nestjs/common';
import type { ExecutionKindName } from '@hyprbox/contracts';
import type { Transaction } from '../database/unit-of-work.js';
import { Ids } from '../time/clock.js';
import type { Assignment } from './assignment.js';
import { ExecutionBatchesRepository } from './execution-batches.repository.js';
import type { NewExecution } from './executions.service.js';

/** What became of executions that were to be cancelled. */
export interface Cancelled {
  /** They were queued and will never run. What their kind records of an end is the caller's to record. */
  calledOff: Assignment[];
  /** They run, and their agents are asked to end them. */
  asked: Assignment[];
}

/** Queues and cancels executions of a kind by the thousand. */
@Injectable()
export class ExecutionBatches {
  constructor(
    private readonly repository: ExecutionBatchesRepository,
    private readonly ids: Ids,
  ) {}

  /** The same on each of the nodes, which are locked against being decommissioned. */
  async queue(
    tx: Transaction,
    common: Omit<NewExecution, 'nodeId'>,
    nodeIds: readonly string[],
  ): Promise<{ queued: Assignment[]; createdAt: Date }> {
    const createdAt = await tx.now();
    const queued = nodeIds.map((nodeId) => ({ id: this.ids.next(), nodeId }));
    if (queued.length > 0) await this.repository.insert(tx, common, queued, createdAt);
    if (!common.suspended) {
      for (const { nodeId } of queued) tx.publishAfterCommit({ topic: 'work', nodeId });
    }
    return { queued, createdAt };
  }

  /**
   * Those that are over are left as they are. So are those that somebody else changes at this moment, so that many can
   * be cancelled without waiting for each other: the caller asks again.
   */
  async cancel(tx: Transaction, kind: ExecutionKindName, ids: readonly string[]): Promise<Cancelled> {
    const open = ids.length > 0 ? await this.repository.lockOpen(tx, kind, ids) : [];
    const calledOff = open.filter(({ status }) => status === 'QUEUED');
    const asked = open.filter(({ status }) => status === 'RUNNING');
    const now = await tx.now();
    if (calledOff.length > 0) await this.repository.callOff(tx, idsOf(calledOff), now);
    if (asked.length > 0) await this.repository.requestCancel(tx, idsOf(asked), now);
    for (const { nodeId } of asked) tx.publishAfterCommit({ topic: 'work', nodeId });
    for (const { id } of open) tx.publishAfterCommit({ topic: 'execution', id });
    return { calledOff, asked };
  }
}

function idsOf(executions: readonly Assignment[]): string[] {
  return executions.map(({ id }) => id);
}
