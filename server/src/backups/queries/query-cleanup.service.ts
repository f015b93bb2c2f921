import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { ExecutionsService } from '../../executions/executions.service.js';
import { Clock } from '../../time/clock.js';
import { QueriesRepository } from './queries.repository.js';

/** The caller of a query that no node has begun after so long has given up long before. */
const staleMs = 2 * 60_000;
/** Answers and their executions are dropped after this. */
const keptMs = 24 * 60 * 60_000;
const perRound = 200;

/** Keeps the table of queries small. */
@Injectable()
export class QueryCleanupService {
  constructor(
    private readonly repository: QueriesRepository,
    private readonly executions: ExecutionsService,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Cancels queries whose caller has given up, and drops old answers. */
  async run(): Promise<void> {
    const now = this.clock.now().getTime();
    const stale = await this.repository.stale(new Date(now - staleMs), perRound);
    if (stale.length > 0) await this.work.system('backup-queries', (tx) => this.executions.cancelQueued(tx, stale));
    if (!(await this.repository.isAnyBefore(new Date(now - keptMs)))) return;
    await this.work.system('backup-queries', (tx) => this.repository.drop(tx, new Date(now - keptMs), perRound));
  }
}
