import { Injectable } from '@nestjs/common';
import { backupLimits, isTerminal } from '@hyprbox/contracts';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { UnavailableError } from '../../common/domain-error.js';
import { Waiters } from '../../notifications/waiters.js';
import { Notifications } from '../../notifications/notifications.js';
import { QueryQueueingService, type RepositoryQuery } from './query-queueing.service.js';
import { NotAnsweredInTimeError, RepositoryRefusedError } from './queries.errors.js';
import { QueriesRepository, type QueryRow } from './queries.repository.js';

/** A notification may get lost: who waits looks again after this time. */
const slowPollMs = 2_000;

/** Asks a node about its repository and waits for the answer. */
@Injectable()
export class QueriesService {
  private readonly waiters = new Waiters();
  /** How long whoever asks waits; less in tests. */
  patienceMs = backupLimits.querySeconds * 1000;

  constructor(
    private readonly repository: QueriesRepository,
    private readonly queueing: QueryQueueingService,
    private readonly work: UnitOfWork,
    notifications: Notifications,
  ) {
    notifications.on('execution', ({ id }) => this.waiters.wake(id));
    notifications.on('missed', () => this.waiters.wakeAll());
  }

  /**
   * @param closing aborted when who asked, or the server, is gone
   * @returns the answer, in the form that its operation has in `BackupResult`
   */
  async ask(asked: RepositoryQuery, closing: AbortSignal): Promise<unknown> {
    const id = await this.work.system('backup-queries', (tx) => this.queueing.queue(tx, asked));
    const deadline = performance.now() + this.patienceMs;
    const waiter = this.waiters.add(id);
    try {
      for (;;) {
        const query = await this.repository.find(id);
        if (query && isTerminal(query.status)) return answerOf(query);
        const leftMs = deadline - performance.now();
        if (leftMs <= 0) throw new NotAnsweredInTimeError(asked.nodeId);
        await waiter.next(closing, Math.min(leftMs, slowPollMs));
        if (closing.aborted) throw new UnavailableError('The server is about to stop; ask again.');
      }
    } finally {
      waiter.close();
    }
  }
}

function answerOf({ status, answer, fault, message }: QueryRow): unknown {
  if (status !== 'SUCCEEDED') throw new RepositoryRefusedError(fault, message);
  return answer;
}
