import { Injectable } from '@nestjs/common';
import type { BackupProgress, BackupRun, BackupRunDetails, Page } from '@hyprbox/contracts';
import { UnitOfWork, type Transaction } from '../../database/unit-of-work.js';
import type { Execution } from '../../executions/execution.js';
import { ExecutionsService } from '../../executions/executions.service.js';
import { OutputReader } from '../../executions/output-reader.js';
import type { Actor } from '../../identity/principal.js';
import { pageOf } from '../../common/cursor.js';
import { idFrom } from '../../common/id-cursor.js';
import type { ServerSentEvent } from '../../http/server-sent-events.js';
import { isUuid } from '../../common/uuid.js';
import { readProgress } from '../orders/backup-result.js';
import { RunNotFoundError } from './runs.errors.js';
import { toRun, toRunDetails } from './runs.mapper.js';
import { RunsRepository, type RunFilter, type RunRow } from './runs.repository.js';

/** Runs as people read and cancel them. */
@Injectable()
export class RunsService {
  constructor(
    private readonly repository: RunsRepository,
    private readonly executions: ExecutionsService,
    private readonly output: OutputReader,
    private readonly work: UnitOfWork,
  ) {}

  async get(id: string): Promise<BackupRunDetails> {
    const row = await this.find(id);
    const [execution, findings, progress] = await Promise.all([
      this.executions.get(id),
      this.repository.findings(id),
      this.progressOf([row]),
    ]);
    const log = await this.output.tail(execution, 'stderr');
    return toRunDetails(toRun(row, progress.get(id) ?? null), findings, log);
  }

  /** A run as lists show it. */
  async summary(id: string): Promise<BackupRun> {
    const row = await this.find(id);
    return toRun(row, (await this.progressOf([row])).get(id) ?? null);
  }

  async list(filter: RunFilter, limit: number, cursor?: string): Promise<Page<BackupRun>> {
    const rows = await this.repository.page(filter, idFrom(cursor), limit + 1);
    const progress = await this.progressOf(rows);
    return pageOf(
      rows,
      limit,
      (row) => toRun(row, progress.get(row.id) ?? null),
      ({ id }) => [id],
    );
  }

  /** The execution behind a run, for its output. */
  async execution(id: string): Promise<Execution> {
    await this.find(id);
    return this.executions.get(id);
  }

  /** A run's output and states as they come, each failure with the reason that `get` gives. */
  follow(id: string, lastEventId: string | undefined, signal: AbortSignal): AsyncGenerator<ServerSentEvent> {
    return this.output.follow(id, lastEventId, signal, async (status) => {
      return status.reason === null ? status : { ...status, reason: toRun(await this.find(id), null).reason };
    });
  }

  async cancel(actor: Actor, id: string): Promise<void> {
    const { policyId, nodeId, kind } = await this.find(id);
    await this.work.run(
      (first) =>
        first
          ? { actor, action: 'backup.cancel', target: { type: 'backup-run', id }, details: { policyId, nodeId, kind } }
          : null,
      (tx) => this.executions.cancel(tx, id),
    );
  }

  /** Those of a policy's runs that no node has begun. @returns how many */
  async cancelQueued(tx: Transaction, policyId: string): Promise<number> {
    return this.executions.cancelQueued(tx, await this.repository.queuedOf(tx, policyId));
  }

  private async find(id: string): Promise<RunRow> {
    const row = isUuid(id) ? await this.repository.find(id) : null;
    if (!row) throw new RunNotFoundError();
    return row;
  }

  private async progressOf(rows: readonly RunRow[]): Promise<Map<string, BackupProgress>> {
    const running = rows.filter(({ status }) => status === 'RUNNING');
    const lines = await this.output.newestLines(running, 'stdout');
    return new Map(
      [...lines].flatMap(([id, line]) => {
        const progress = readProgress(line);
        return progress ? [[id, progress] as const] : [];
      }),
    );
  }
}
