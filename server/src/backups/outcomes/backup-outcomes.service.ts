import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Transaction } from '../../database/unit-of-work.js';
import type { Execution } from '../../executions/execution.js';
import { ExecutionKinds, type ExecutionKind, type RecordedEnd } from '../../executions/execution-kinds.js';
import type { Outcome } from '../../executions/execution-state.js';
import { RepositoryLocksService } from '../repositories/repository-locks.service.js';
import { QueryAnswersService } from '../queries/query-answers.service.js';
import { RunEndsService } from '../runs/run-ends.service.js';
import { isRun, orderOf, taskOf } from '../orders/backup-order.js';
import { outcomeOf } from '../orders/backup-outcome.js';
import { BackupResultsService } from './backup-results.service.js';

/** What is at the end of an execution for a repository, be it a run or a query. */
@Injectable()
export class BackupOutcomesService implements ExecutionKind, OnModuleInit {
  readonly kind = 'VAULT';
  readonly noun = 'run';

  constructor(
    private readonly runs: RunEndsService,
    private readonly answers: QueryAnswersService,
    private readonly locks: RepositoryLocksService,
    private readonly results: BackupResultsService,
    private readonly kinds: ExecutionKinds,
  ) {}

  onModuleInit(): void {
    this.kinds.register(this);
  }

  recordedAs({ script }: Execution): RecordedEnd | null {
    const task = taskOf(script);
    if (!isRun(task.operation)) return null;
    const details = task.operation === 'RESTORE' ? { dryRun: task.dryRun } : {};
    return { action: 'backup.complete', targetType: 'backup-run', details };
  }

  async judge(tx: Transaction, execution: Execution, outcome: Outcome): Promise<Outcome> {
    const order = orderOf(execution.script);
    const result = await this.results.read(tx, execution, order);
    if (result) await (isRun(order.task.operation) ? this.runs : this.answers).found(tx, execution, result);
    const judged = outcomeOf(order.task, outcome, result);
    if (result) await this.results.noteRepository(tx, order, result, judged);
    return judged;
  }

  async onFinished(tx: Transaction, execution: Execution): Promise<void> {
    await this.locks.release(tx, execution);
    await this.runs.ended(tx, execution);
  }

  async onLateEnd(tx: Transaction, execution: Execution): Promise<void> {
    const order = orderOf(execution.script);
    if (!isRun(order.task.operation)) return;
    const result = await this.results.read(tx, execution, order);
    if (!result) return this.runs.turnedOutCutShort(tx, execution);
    await this.runs.found(tx, execution, result);
    const judged = outcomeOf(order.task, { status: 'SUCCEEDED', reason: null }, result);
    await this.results.noteRepository(tx, order, result, judged);
    if (judged.status === 'SUCCEEDED' && execution.lateExitCode === 0) await this.runs.turnedOutGood(tx, execution);
  }
}
