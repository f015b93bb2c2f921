import { Inject, Injectable } from '@nestjs/common';
import { isTerminal, limits, outputStreams, type CompleteRequest, type DeliveryReceipt } from '@hyprbox/contracts';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { UnitOfWork, type Audited, type Transaction } from '../database/unit-of-work.js';
import { ForbiddenError } from '../http/domain-error.js';
import type { Actor, NodePrincipal } from '../http/principal.js';
import type { Delivery } from './delivery-validation.js';
import type { ExecutionEntity } from './execution.entity.js';
import { ExecutionKinds } from './execution-kinds.js';
import { outcomeOf } from './execution-state.js';
import { DeliveryRefusedError, ExecutionNotFoundError } from './executions.errors.js';
import { ExecutionsRepository } from './executions.repository.js';
import { ExecutionsService } from './executions.service.js';
import { assemble, keptFrom, type Positions } from './output-assembly.js';
import { outputDay, OutputRepository } from './output.repository.js';

/** Bytes beyond the kept part that may lie around before they are deleted, so that not every delivery deletes. */
const trimSlackBytes = limits.outputChunkBytes;

/** Takes what agents deliver: output and the end of an attempt. Sent again, nothing changes. */
@Injectable()
export class Deliveries {
  constructor(
    private readonly repository: ExecutionsRepository,
    private readonly output: OutputRepository,
    private readonly executions: ExecutionsService,
    private readonly kinds: ExecutionKinds,
    private readonly work: UnitOfWork,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async store(node: NodePrincipal, id: string, delivery: Delivery): Promise<DeliveryReceipt> {
    return this.work.system('output', async (tx) => {
      const execution = await this.lockAttempt(tx, node, id, delivery.attempt);
      const assembled = assemble(delivery.chunks, stored(execution));
      if ('gap' in assembled) {
        throw new DeliveryRefusedError('OUTPUT_GAP', `Bytes of ${assembled.gap} are missing.`, expected(execution));
      }
      if (assembled.chunks.length > 0) {
        if (execution.delivered) {
          throw new DeliveryRefusedError(
            'ALREADY_FINISHED',
            'The attempt has ended; nothing more is taken.',
            expected(execution),
          );
        }
        await this.append(tx, execution, assembled);
      }
      return receipt(execution);
    });
  }

  async complete(node: NodePrincipal, actor: Actor, id: string, end: CompleteRequest): Promise<DeliveryReceipt> {
    const audited = ({ execution, changed }: Completion): Audited | null =>
      changed
        ? this.audited(actor, execution, execution.status === 'FAILED' && execution.reason === 'AGENT_LOST')
        : null;
    const { execution } = await this.work.run<Completion>(audited, async (tx) => {
      const execution = await this.lockAttempt(tx, node, id, end.attempt);
      if (execution.delivered) return { execution, changed: false };
      const have = stored(execution);
      if (have.stdout !== end.stdoutBytes || have.stderr !== end.stderrBytes) {
        throw new DeliveryRefusedError('OUTPUT_GAP', 'Output is missing; deliver it first.', expected(execution));
      }
      const kind = this.kinds.of(execution);
      const message = end.message?.replaceAll('\0', '') ?? null;
      if (isTerminal(execution.status)) {
        // Given up before: what it really came to is kept beside the status, which stays.
        const late = { lateExitCode: end.exitCode, delivered: true, message };
        await this.repository.update(tx, id, late);
        Object.assign(execution, late);
        await kind.onLateEnd?.(tx, execution);
        tx.tell({ topic: 'execution', id });
      } else {
        const ended = outcomeOf(end);
        const outcome = kind.judge ? await kind.judge(tx, execution, ended) : ended;
        await this.executions.finish(tx, execution, outcome, {
          exitCode: end.exitCode,
          signal: end.signal ?? null,
          delivered: true,
          message,
        });
      }
      return { execution, changed: true };
    });
    return receipt(execution);
  }

  private async append(
    tx: Transaction,
    execution: ExecutionEntity,
    { chunks, positions }: Exclude<ReturnType<typeof assemble>, { gap: unknown }>,
  ): Promise<void> {
    const { id } = execution;
    const day = outputDay(execution.createdAt);
    await this.output.append(tx, day, id, chunks);
    const kept: Positions = { stdout: execution.stdoutKeptFrom, stderr: execution.stderrKeptFrom };
    for (const stream of outputStreams) {
      const from = keptFrom(positions[stream], this.config.outputKeptBytes);
      if (from - kept[stream] < trimSlackBytes) continue;
      await this.output.dropBefore(tx, day, id, stream, from);
      kept[stream] = from;
    }
    await this.repository.advance(tx, id, positions, kept, this.config.leaseSeconds);
    execution.stdoutBytes = positions.stdout;
    execution.stderrBytes = positions.stderr;
    tx.tell({ topic: 'output', id });
  }

  private async lockAttempt(
    tx: Transaction,
    node: NodePrincipal,
    id: string,
    attempt: number,
  ): Promise<ExecutionEntity> {
    const execution = await this.repository.lock(tx, id);
    if (!execution) throw new ExecutionNotFoundError();
    if (node.tokenId !== null && node.nodeId !== execution.nodeId) {
      throw new ForbiddenError('This job belongs to another node.');
    }
    if (execution.attempt !== attempt || execution.status === 'QUEUED') {
      throw new DeliveryRefusedError('STALE_ATTEMPT', 'This attempt is not the current one.', expected(execution));
    }
    return execution;
  }

  private audited(actor: Actor, execution: ExecutionEntity, late: boolean): Audited | null {
    const recorded = this.kinds.of(execution).recordedAs(execution);
    if (!recorded) return null;
    const { id, nodeId, status, reason, exitCode, lateExitCode, attempt, scriptSha256 } = execution;
    return {
      actor,
      action: recorded.action,
      target: { type: recorded.targetType, id },
      outcome: status === 'SUCCEEDED' ? 'success' : 'failure',
      details: { nodeId, status, reason, exitCode, attempt, scriptSha256, ...(late && { late, lateExitCode }) },
    };
  }
}

interface Completion {
  execution: ExecutionEntity;
  changed: boolean;
}

function stored({ stdoutBytes, stderrBytes }: ExecutionEntity): Positions {
  return { stdout: stdoutBytes, stderr: stderrBytes };
}

function expected(execution: ExecutionEntity): Positions & { attempt: number } {
  return { attempt: execution.attempt, ...stored(execution) };
}

function receipt(execution: ExecutionEntity): DeliveryReceipt {
  return {
    stored: stored(execution),
    cancel: execution.status === 'RUNNING' && execution.cancelRequestedAt !== null,
  };
}
