import { Injectable } from '@nestjs/common';
import { isTerminal, outputStreams, type CompleteRequest, type DeliveryReceipt } from '@hyprbox/contracts';
import { ForbiddenError } from '../common/domain-error.js';
import { Turns } from '../common/turns.js';
import type { Audited } from '../database/audit-writer.js';
import { UnitOfWork, type Transaction } from '../database/unit-of-work.js';
import type { Actor, NodePrincipal } from '../identity/principal.js';
import { DeliveredOutput } from './delivered-output.js';
import type { Delivery } from './delivery-validation.js';
import type { ExecutionEntity } from './execution.entity.js';
import { ExecutionKinds } from './execution-kinds.js';
import { outcomeOf } from './execution-state.js';
import { DeliveryRefusedError, ExecutionNotFoundError } from './executions.errors.js';
import { ExecutionsRepository } from './executions.repository.js';
import { ExecutionsService } from './executions.service.js';
import { assemble, type Positions } from './output-assembly.js';

/**
 * Ends that are written at a time. Each is a link of the audit trail, so they wait for each other at the last: were there
 * as many as connections, a thousand hosts that end together would keep those waiting that ask for work.
 */
const endsAtOnce = 3;

/** Takes what agents deliver: output and the end of an attempt. Sent again, nothing changes. */
@Injectable()
export class DeliveriesService {
  private readonly turns = new Turns(endsAtOnce);

  constructor(
    private readonly repository: ExecutionsRepository,
    private readonly output: DeliveredOutput,
    private readonly executions: ExecutionsService,
    private readonly kinds: ExecutionKinds,
    private readonly work: UnitOfWork,
  ) {}

  async store(node: NodePrincipal, id: string, delivery: Delivery): Promise<DeliveryReceipt> {
    return this.work.system('output', async (tx) => {
      const execution = await this.lockAttempt(tx, node, id, delivery.attempt);
      const passedOver = delivery.lostBefore !== null && (await this.passOver(tx, execution, delivery.lostBefore));
      const assembled = assemble(delivery.chunks, stored(execution));
      if ('gap' in assembled) {
        throw new DeliveryRefusedError('OUTPUT_GAP', `Bytes of ${assembled.gap} are missing.`, expected(execution));
      }
      if (assembled.chunks.length > 0 && execution.delivered) throw alreadyFinished(execution);
      if (assembled.chunks.length > 0 || passedOver) await this.output.append(tx, execution, assembled);
      return receipt(execution);
    });
  }

  async complete(node: NodePrincipal, actor: Actor, id: string, end: CompleteRequest): Promise<DeliveryReceipt> {
    return this.turns.take(() => this.end(node, actor, id, end));
  }

  private async end(node: NodePrincipal, actor: Actor, id: string, end: CompleteRequest): Promise<DeliveryReceipt> {
    const audited = ({ execution, changed }: Completion): Audited | null =>
      changed ? this.executions.endAudited(actor, execution) : null;
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
        tx.publishAfterCommit({ topic: 'execution', id });
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

  /**
   * A database that was put back may miss output that the host has given away since: it counts as dropped.
   *
   * @returns whether anything was missing
   */
  private async passOver(tx: Transaction, execution: ExecutionEntity, lostBefore: Positions): Promise<boolean> {
    const have = stored(execution);
    const missing = outputStreams.filter((stream) => lostBefore[stream] > have[stream]);
    if (missing.length === 0) return false;
    if (execution.delivered) throw alreadyFinished(execution);
    await this.output.dropMissing(tx, execution, missing, lostBefore);
    return true;
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
      throw new ForbiddenError('This execution belongs to another node.', { kind: 'node-token' });
    }
    // Called off before it was handed out, in a database that was put back: the attempt will never be known.
    if (isTerminal(execution.status) && execution.attempt === 0) throw alreadyFinished(execution);
    if (execution.attempt !== attempt || execution.status === 'QUEUED') {
      throw new DeliveryRefusedError('STALE_ATTEMPT', 'This attempt is not the current one.', expected(execution));
    }
    return execution;
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

function alreadyFinished(execution: ExecutionEntity): DeliveryRefusedError {
  const message = 'The attempt has ended; nothing more is taken.';
  return new DeliveryRefusedError('ALREADY_FINISHED', message, expected(execution));
}

function receipt(execution: ExecutionEntity): DeliveryReceipt {
  return {
    stored: stored(execution),
    cancel: execution.status === 'RUNNING' && execution.cancelRequestedAt !== null,
  };
}
