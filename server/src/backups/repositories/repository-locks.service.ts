import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { isDatabaseAway } from '../../database/database-away.js';
import { UnitOfWork, type Transaction } from '../../database/unit-of-work.js';
import type { Execution } from '../../executions/execution.js';
import { ExecutionsService } from '../../executions/executions.service.js';
import { Notifications } from '../../notifications/notifications.js';
import { Clock } from '../../time/clock.js';
import { mayBegin } from './lock-order.js';
import { RepositoryLocksRepository } from './repository-locks.repository.js';

/** Repositories that one round of the scheduler looks at again. */
const perRound = 200;

export interface NewLockRequest {
  executionId: string;
  /** What those agree on who share the repository. */
  identity: string;
  exclusive: boolean;
}

/**
 * A lock on each repository, shared or exclusive: an execution is suspended until it is granted. Whoever grants locks the row and
 * waits for nothing while holding it, so that no two decisions meet and none can block another.
 */
@Injectable()
export class RepositoryLocksService implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Repositories');
  private readonly reviews = new Map<string, Promise<void>>();
  private stopped = false;

  constructor(
    private readonly repository: RepositoryLocksRepository,
    private readonly executions: ExecutionsService,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    notifications: Notifications,
  ) {
    notifications.on('repository', ({ id }) => this.reviewSoon(id));
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.reviews.values());
  }

  /** Asks for the locks of suspended executions, and lets those begin that get them. The last thing a transaction does. */
  async request(tx: Transaction, entries: readonly NewLockRequest[]): Promise<void> {
    // Always in the same order, so that two transactions can't wait for each other.
    const identities = [...new Set(entries.map(({ identity }) => identity))].sort();
    for (const identity of identities) {
      const repositoryId = await this.repository.lockByIdentity(tx, identity);
      for (const { executionId, exclusive } of entries.filter((entry) => entry.identity === identity)) {
        await this.repository.insert(tx, executionId, repositoryId, exclusive);
      }
      await this.grantNext(tx, repositoryId);
    }
  }

  /** An execution has ended, however: who waited is looked at after the commit. */
  async release(tx: Transaction, { id: executionId, status }: Pick<Execution, 'id' | 'status'>): Promise<void> {
    const id = await this.repository.delete(tx, executionId);
    if (id && status === 'SUCCEEDED') await this.repository.markKnownGood(tx, id);
    if (id) tx.publishAfterCommit({ topic: 'repository', id });
  }

  /** Looks again at where somebody waits: nodes come and go, and a notification may get lost. */
  async reviewAll(): Promise<void> {
    for (const id of await this.repository.waitedFor(perRound)) await this.review(id);
  }

  private reviewSoon(id: string): void {
    if (this.stopped) return;
    // What ends while one look is under way is seen by the next.
    const review = (this.reviews.get(id) ?? Promise.resolve())
      .then(() => this.review(id))
      .catch((error: unknown) => {
        // The scheduler's next round looks at it again.
        if (!isDatabaseAway(error)) this.logger.error({ err: error }, 'The lock of a repository could not be granted');
      })
      .finally(() => {
        if (this.reviews.get(id) === review) this.reviews.delete(id);
      });
    this.reviews.set(id, review);
  }

  private async review(id: string): Promise<void> {
    await this.work.system('backup-locks', async (tx) => {
      await this.repository.lock(tx, id);
      await this.grantNext(tx, id);
    });
  }

  private async grantNext(tx: Transaction, repositoryId: string): Promise<void> {
    const now = this.clock.now();
    const requests = await this.repository.of(tx, repositoryId, now);
    for (;;) {
      const begin = mayBegin(requests);
      const waiting = requests.filter(({ running }) => !running);
      const suspend = waiting.filter(({ id, granted }) => granted && !begin.has(id)).map(({ id }) => id);
      const grant = waiting.filter(({ id, granted }) => !granted && begin.has(id)).map(({ id }) => id);
      const inHand = await this.executions.lockQueued(tx, [...suspend, ...grant]);
      const begun = requests.filter(({ id, running }) => !running && suspend.includes(id) && !inHand.has(id));
      if (begun.length === 0) {
        await this.executions.suspend(tx, suspend);
        const granted = grant.filter((id) => inHand.has(id));
        await this.executions.resume(tx, granted);
        await this.repository.markGranted(tx, granted, now);
        return;
      }
      // A node has just taken it, or somebody cancels it: either way it counts until its end is told.
      for (const request of begun) request.running = true;
    }
  }
}
