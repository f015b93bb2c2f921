import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { ExecutionsService } from '../../executions/executions.service.js';
import { systemActor } from '../../identity/principal.js';
import { Clock } from '../../time/clock.js';
import { DueTargetsRepository } from './due-targets.repository.js';

/** So long a run may wait for a node that has gone away since it was queued. */
const waitMs = 10 * 60_000;
const perRound = 50;

/** A policy that skips what is missed does not run it later either: what waits for a node that is away is called off. */
@Injectable()
export class MissedRunsService {
  constructor(
    private readonly repository: DueTargetsRepository,
    private readonly executions: ExecutionsService,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async callOff(): Promise<void> {
    const now = this.clock.now();
    for (const id of await this.repository.missed(now, new Date(now.getTime() - waitMs), perRound)) {
      await this.work.run<number>(
        (cancelled) =>
          cancelled > 0
            ? {
                actor: systemActor,
                action: 'backup.cancel',
                target: { type: 'backup-run', id },
                details: { missed: true },
              }
            : null,
        (tx) => this.executions.cancelQueued(tx, [id]),
      );
    }
  }
}
