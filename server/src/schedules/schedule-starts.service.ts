import { Injectable } from '@nestjs/common';
import { cut } from '../common/named-faults.js';
import { DomainError } from '../common/domain-error.js';
import type { Transaction } from '../database/unit-of-work.js';
import type { UserPrincipal } from '../identity/principal.js';
import type { FrozenRollout } from '../rollouts/creation/frozen-rollout.js';
import { RolloutCreationService } from '../rollouts/creation/rollout-creation.service.js';
import { Clock } from '../time/clock.js';
import type { Fate } from './fate.js';
import { ScheduleOverlap } from './schedule-overlap.js';
import { ScheduleOwners } from './schedule-owners.js';
import { ScheduleWindows } from './schedule-windows.js';
import type { ScheduleEntity } from './schedule.entity.js';

const detailLength = 1_000;

/** What a firing would start, and by whose rights. */
interface Prepared {
  orderer: Pick<UserPrincipal, 'id' | 'name'>;
  frozen: FrozenRollout;
}
/** Or what becomes of the firing, where there is nothing to start. */
export type PreparedStart = Prepared | Fate;

/** Starts the rollout of a schedule that is due, by its owner's rights, or says why not. */
@Injectable()
export class ScheduleStarts {
  constructor(
    private readonly owners: ScheduleOwners,
    private readonly creation: RolloutCreationService,
    private readonly windows: ScheduleWindows,
    private readonly overlap: ScheduleOverlap,
    private readonly clock: Clock,
  ) {}

  /**
   * What there is to find out before the transaction, which would hold one connection while it waited for another.
   */
  async prepare(schedule: ScheduleEntity): Promise<PreparedStart> {
    return orFailed<Prepared>(async () => {
      const orderer = await this.owners.ordererOf(schedule);
      const frozen = await this.creation.freeze(schedule.rollout);
      if (frozen.nodeIds.length > 0) return { orderer, frozen };
      return { outcome: 'NO_HOSTS', rolloutId: null, detail: 'The selector selected no host.' };
    });
  }

  /** In one transaction with what is written down of the firing, so that neither is there without the other. */
  async start(tx: Transaction, schedule: ScheduleEntity, prepared: PreparedStart): Promise<Fate> {
    if ('outcome' in prepared) return prepared;
    const { orderer, frozen } = prepared;
    const closed = await this.windows.closed(tx, frozen, this.clock.now());
    if (closed !== null) return { outcome: 'WINDOW', rolloutId: null, detail: closed };
    return orFailed<Fate>(async () => {
      const blocked = await this.overlap.clear(tx, schedule);
      if (blocked) return blocked;
      const rolloutId = await this.creation.insert(tx, frozen, { orderer, scheduleId: schedule.id });
      return { outcome: 'STARTED', rolloutId, detail: null };
    });
  }
}

/** What is refused has failed, and says why. What the server can't do for the moment is tried again, and stays due. */
async function orFailed<T>(work: () => Promise<T | Fate>): Promise<T | Fate> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DomainError) || error.status >= 500) throw error;
    return { outcome: 'FAILED', rolloutId: null, detail: wordsOf(error) };
  }
}

function wordsOf({ message, faults = [] }: DomainError): string {
  return cut([message, ...faults.map(({ pointer, detail }) => `${pointer} ${detail}`)].join(' '), detailLength);
}
