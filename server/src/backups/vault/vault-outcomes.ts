import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { AuditAction, VaultResult } from '@hyprbox/contracts';
import type { Transaction } from '../../database/unit-of-work.js';
import type { Execution } from '../../executions/execution.js';
import { ExecutionKinds, type ExecutionKind } from '../../executions/execution-kinds.js';
import type { Outcome } from '../../executions/execution-state.js';
import { OutputReader } from '../../executions/output-reader.js';
import { RepositoryTurns } from '../repositories/repository-turns.service.js';
import { QuestionAnswers } from '../questions/question-answers.js';
import { RunEnds } from '../runs/run-ends.service.js';
import { isRun, taskOf } from './vault-orders.js';
import { readResult } from './vault-result.js';
import { verdict } from './verdict.js';

/** What is at the end of an execution for a repository, be it a run or a question. */
@Injectable()
export class VaultOutcomes implements ExecutionKind, OnModuleInit {
  readonly kind = 'VAULT';

  constructor(
    private readonly runs: RunEnds,
    private readonly answers: QuestionAnswers,
    private readonly turns: RepositoryTurns,
    private readonly output: OutputReader,
    private readonly kinds: ExecutionKinds,
  ) {}

  onModuleInit(): void {
    this.kinds.register(this);
  }

  recordedAs({ script }: Execution): { action: AuditAction; targetType: string } | null {
    return isRun(taskOf(script).operation) ? { action: 'backup.complete', targetType: 'backup-run' } : null;
  }

  async judge(tx: Transaction, execution: Execution, outcome: Outcome): Promise<Outcome> {
    const task = taskOf(execution.script);
    const result = await this.resultOf(tx, execution);
    if (result) await (isRun(task.operation) ? this.runs : this.answers).found(tx, execution, result);
    return verdict(task, outcome, result);
  }

  async onFinished(tx: Transaction, execution: Execution): Promise<void> {
    await this.turns.leave(tx, execution);
    await this.runs.ended(tx, execution);
  }

  async onLateEnd(tx: Transaction, execution: Execution): Promise<void> {
    const task = taskOf(execution.script);
    const result = isRun(task.operation) ? await this.resultOf(tx, execution) : null;
    if (!result) return;
    await this.runs.found(tx, execution, result);
    const { status } = verdict(task, { status: 'SUCCEEDED', reason: null }, result);
    if (status === 'SUCCEEDED' && execution.lateExitCode === 0) await this.runs.turnedOutGood(tx, execution);
  }

  private async resultOf(tx: Transaction, execution: Execution): Promise<VaultResult | null> {
    const line = await this.output.lastLine(tx, execution, 'stdout');
    return line === null ? null : readResult(line);
  }
}
