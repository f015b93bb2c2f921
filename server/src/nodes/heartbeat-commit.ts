import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import { SettingsService } from '../settings/settings.service.js';
import { HeartbeatRecords } from './heartbeat-records.js';
import type { ReadHeartbeat } from './heartbeat-validation.js';
import { HeartbeatsRepository } from './heartbeats.repository.js';
import { SamplePartitions } from './sample-partitions.js';

const overBudget = 'is left out: the node has brought in more samples than one may in this time';

/** `unknown`: there is no such node yet. `elsewhere`: another machine is reporting as this node. */
export type HeartbeatOutcome = 'written' | 'unknown' | 'decommissioned' | 'elsewhere';

/** One transaction of many heartbeats. */
@Injectable()
export class HeartbeatCommit {
  constructor(
    private readonly repository: HeartbeatsRepository,
    private readonly records: HeartbeatRecords,
    private readonly partitions: SamplePartitions,
    private readonly settings: SettingsService,
    private readonly work: UnitOfWork,
  ) {}

  /** @returns the outcome of each node's heartbeats; samples over the budget are named among what is dropped */
  async write(heartbeats: readonly ReadHeartbeat[]): Promise<Map<string, HeartbeatOutcome>> {
    const { thresholds } = await this.settings.current();
    const { changes, refused, elsewhere } = await this.partitions.whileThere(timesOf(heartbeats), () =>
      this.work.system('heartbeats', (tx) => this.records.write(tx, heartbeats, thresholds)),
    );
    for (const { heartbeat, pointers } of refused) {
      for (const pointer of pointers) heartbeat.dropped.addHere(pointer, overBudget);
    }
    const outcomes = new Map<string, HeartbeatOutcome>([...changes.keys()].map((id) => [id, 'written']));
    for (const id of elsewhere) outcomes.set(id, 'elsewhere');
    const missing = [...new Set(heartbeats.map(({ nodeId }) => nodeId))].filter((id) => !outcomes.has(id));
    if (missing.length > 0) {
      const decommissioned = await this.repository.decommissioned(missing);
      for (const id of missing) outcomes.set(id, decommissioned.has(id) ? 'decommissioned' : 'unknown');
    }
    return outcomes;
  }
}

/** When the samples were made; null for those of the heartbeats' own time, which get it from the database. */
function timesOf(heartbeats: readonly ReadHeartbeat[]): { at: number | null }[] {
  return heartbeats.flatMap(({ at, kept }) => [{ at }, ...kept]);
}
