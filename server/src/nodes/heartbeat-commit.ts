import { Injectable } from '@nestjs/common';
import { ActivityLog } from '../activity/activity-log.js';
import { UnitOfWork, type Transaction } from '../database/unit-of-work.js';
import { ExecutionsService } from '../executions/executions.service.js';
import { Clock } from '../time/clock.js';
import { batchOf, headline, type HeartbeatBatch, type SampleRow } from './heartbeat-batch.js';
import type { ReadHeartbeat } from './heartbeat-validation.js';
import { HeartbeatsRepository, type UpdatedNode } from './heartbeats.repository.js';
import { hourMs, lateAfterMs } from './rollup-sizes.js';
import { SamplePartitions } from './sample-partitions.js';

/** `unknown`: there is no such node yet. */
export type Fate = 'written' | 'unknown' | 'decommissioned';

/** One transaction of many heartbeats. */
@Injectable()
export class HeartbeatCommit {
  constructor(
    private readonly repository: HeartbeatsRepository,
    private readonly partitions: SamplePartitions,
    private readonly executions: ExecutionsService,
    private readonly activity: ActivityLog,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @returns the fate of each node's heartbeats */
  async write(heartbeats: readonly ReadHeartbeat[]): Promise<Map<string, Fate>> {
    const seenAt = this.clock.now();
    const batch = batchOf(heartbeats, seenAt.getTime());
    const updated = await this.withPartitions(batch.samples, () =>
      this.work.system('heartbeats', (tx) => this.writeIn(tx, batch, seenAt)),
    );
    const fates = new Map<string, Fate>(updated.map(({ id }) => [id, 'written']));
    const missing = [...batch.changes.keys()].filter((id) => !fates.has(id));
    if (missing.length > 0) {
      const decommissioned = await this.repository.decommissioned(missing);
      for (const id of missing) fates.set(id, decommissioned.has(id) ? 'decommissioned' : 'unknown');
    }
    return fates;
  }

  private async writeIn(tx: Transaction, { changes, samples }: HeartbeatBatch, seenAt: Date): Promise<UpdatedNode[]> {
    const updated = await this.repository.updateNodes(tx, changes.values(), seenAt);
    if (updated.length === 0) return updated;
    const there = new Set(updated.map(({ id }) => id));
    const rows = there.size === changes.size ? samples : samples.filter(({ nodeId }) => there.has(nodeId));
    await this.repository.insertSamples(tx, rows);
    await this.executions.renewLeases(tx, leasesOf(updated, changes));
    for (const { id, wasSilent } of updated) {
      if (!wasSilent) continue;
      await this.activity.append(tx, { nodeId: id, kind: 'node', message: `${id} is reporting again` });
      tx.tell({ topic: 'node', nodeId: id });
    }
    // Last, by the time that it is then: what is on time now is committed well before its time is rolled up.
    const late = lateHours(rows, this.clock.now().getTime() - lateAfterMs);
    if (late.length > 0) await this.repository.markLate(tx, late);
    tx.tell({ topic: 'heartbeats', items: hintItems(updated, changes, seenAt) });
    return updated;
  }

  private async withPartitions<T>(samples: readonly SampleRow[], write: () => Promise<T>): Promise<T> {
    await this.partitions.ensure(samples);
    try {
      return await write();
    } catch (error) {
      if (!isMissingPartition(error)) throw error;
      this.partitions.forget();
      await this.partitions.ensure(samples);
      return write();
    }
  }
}

function leasesOf(
  updated: readonly UpdatedNode[],
  changes: HeartbeatBatch['changes'],
): { nodeId: string; running?: string[] }[] {
  return updated.map(({ id }) => {
    const running = changes.get(id)?.running;
    return { nodeId: id, ...(running && { running }) };
  });
}

function hintItems(updated: readonly UpdatedNode[], changes: HeartbeatBatch['changes'], seenAt: Date) {
  const at = seenAt.toISOString();
  return updated.flatMap(({ id, tags, isLatest }) => {
    const change = changes.get(id);
    if (!change || !isLatest) return [];
    return [{ nodeId: id, at, intervalSeconds: change.intervalSeconds, tags, metrics: headline(change.metrics) }];
  });
}

function lateHours(samples: readonly SampleRow[], before: number): { nodeId: string; hour: Date }[] {
  const hours = new Map<string, { nodeId: string; hour: Date }>();
  for (const { nodeId, at } of samples) {
    if (at >= before) continue;
    const hour = Math.floor(at / hourMs) * hourMs;
    hours.set(`${hour} ${nodeId}`, { nodeId, hour: new Date(hour) });
  }
  return [...hours.values()];
}

/** check_violation is also what PostgreSQL says of a row that no partition takes. */
function isMissingPartition(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23514' && /no partition/.test(error.message);
}
