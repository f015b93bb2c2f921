import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { isDatabaseAway } from '../../database/database-away.js';
import { UnitOfWork, type Transaction } from '../../database/unit-of-work.js';
import type { Execution } from '../../executions/execution.js';
import { ExecutionsService } from '../../executions/executions.service.js';
import { Hints } from '../../hints/hints.js';
import { Clock, Ids } from '../../time/clock.js';
import { mayBegin } from './turn-order.js';
import { TurnsRepository } from './turns.repository.js';

/** Repositories that one round of the scheduler looks at again. */
const perRound = 200;

export interface Entry {
  executionId: string;
  /** What those agree on who share the repository. */
  identity: string;
  exclusive: boolean;
}

/**
 * One owner a repository: an execution is held until its turn has come. Whoever decides locks the repository's row and
 * waits for nothing while holding it, so that no two decisions meet and none can block another.
 */
@Injectable()
export class RepositoryTurns implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Repositories');
  private readonly reviews = new Map<string, Promise<void>>();
  private stopped = false;

  constructor(
    private readonly repository: TurnsRepository,
    private readonly executions: ExecutionsService,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly ids: Ids,
    hints: Hints,
  ) {
    hints.on('repository', ({ id }) => this.reviewSoon(id));
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.reviews.values());
  }

  /** Queues held executions at their repositories and lets those begin whose turn it is. The last thing a transaction does. */
  async enter(tx: Transaction, entries: readonly Entry[]): Promise<void> {
    // Always in the same order, so that two transactions can't wait for each other.
    const identities = [...new Set(entries.map(({ identity }) => identity))].sort();
    for (const identity of identities) {
      const repositoryId = await this.repository.lockByIdentity(tx, this.ids.next(), identity);
      for (const { executionId, exclusive } of entries.filter((entry) => entry.identity === identity)) {
        await this.repository.insert(tx, executionId, repositoryId, exclusive);
      }
      await this.decide(tx, repositoryId);
    }
  }

  /** An execution has ended, however: who waited is looked at after the commit. */
  async leave(tx: Transaction, { id: executionId, status }: Pick<Execution, 'id' | 'status'>): Promise<void> {
    const id = await this.repository.delete(tx, executionId);
    if (id && status === 'SUCCEEDED') await this.repository.markKnownGood(tx, id);
    if (id) tx.tell({ topic: 'repository', id });
  }

  /** Looks again at where somebody waits: nodes come and go, and a hint may get lost. */
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
        if (!isDatabaseAway(error)) this.logger.error({ err: error }, 'It could not be decided whose turn it is');
      })
      .finally(() => {
        if (this.reviews.get(id) === review) this.reviews.delete(id);
      });
    this.reviews.set(id, review);
  }

  private async review(id: string): Promise<void> {
    await this.work.system('backup-turns', async (tx) => {
      await this.repository.lock(tx, id);
      await this.decide(tx, id);
    });
  }

  private async decide(tx: Transaction, repositoryId: string): Promise<void> {
    const now = this.clock.now();
    const turns = await this.repository.of(tx, repositoryId, now);
    for (;;) {
      const begin = mayBegin(turns);
      const waiting = turns.filter(({ running }) => !running);
      const hold = waiting.filter(({ id, released }) => released && !begin.has(id)).map(({ id }) => id);
      const release = waiting.filter(({ id, released }) => !released && begin.has(id)).map(({ id }) => id);
      const inHand = await this.executions.lockQueued(tx, [...hold, ...release]);
      const begun = turns.filter(({ id, running }) => !running && hold.includes(id) && !inHand.has(id));
      if (begun.length === 0) {
        await this.executions.setHeld(tx, hold, true);
        const released = release.filter((id) => inHand.has(id));
        await this.executions.setHeld(tx, released, false);
        await this.repository.markReleased(tx, released, now);
        return;
      }
      // A node has just taken it, or somebody cancels it: either way it counts until its end is told.
      for (const turn of begun) turn.running = true;
    }
  }
}
