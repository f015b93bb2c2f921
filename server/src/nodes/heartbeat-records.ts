import { Injectable } from '@nestjs/common';
import type { Thresholds } from '@hyprbox/contracts';
import { ActivityLog } from '../activity/activity-log.js';
import type { Transaction } from '../database/unit-of-work.js';
import { ExecutionsService } from '../executions/executions.service.js';
import type { HeartbeatNotification } from '../notifications/notification.js';
import { batchOf, headline, type HeartbeatBatch, type NodeChange, type SampleRow } from './heartbeat-batch.js';
import type { ReadHeartbeat } from './heartbeat-validation.js';
import { HeartbeatsRepository, type LockedNode } from './heartbeats.repository.js';
import { OtherMachines } from './other-machines.js';
import { hourMs, lateAfterMs } from './rollup-sizes.js';

/** What was written; `elsewhere` are the nodes as which another machine is reporting. */
export type WrittenHeartbeats = HeartbeatBatch & { elsewhere: ReadonlySet<string> };

/** Writes what heartbeats change: nodes, samples, leases and, where a host is back, the activity. */
@Injectable()
export class HeartbeatRecords {
  constructor(
    private readonly repository: HeartbeatsRepository,
    private readonly otherMachines: OtherMachines,
    private readonly executions: ExecutionsService,
    private readonly activity: ActivityLog,
  ) {}

  async write(
    tx: Transaction,
    heartbeats: readonly ReadHeartbeat[],
    thresholds: Thresholds,
  ): Promise<WrittenHeartbeats> {
    const locked = await this.repository.lock(tx, [...new Set(heartbeats.map(({ nodeId }) => nodeId))]);
    const { own, elsewhere } = this.otherMachines.sift(tx, heartbeats, locked);
    const batch = batchOf(own, locked, thresholds);
    const { changes, samples } = batch;
    if (changes.size === 0) return { ...batch, elsewhere };
    await this.repository.updateNodes(tx, changes.values());
    await this.repository.insertSamples(tx, samples);
    await this.executions.renewLeases(tx, leasesOf(changes.values()));
    for (const { id, wasSilent } of locked.values()) {
      if (!wasSilent || elsewhere.has(id)) continue;
      this.activity.append(tx, { nodeId: id, kind: 'node', message: `${id} is reporting again` });
      tx.publishAfterCommit({ topic: 'node', nodeId: id });
    }
    // Last, by the time that it is then: what is on time now is committed well before its time is rolled up.
    const late = lateHours(samples, (await this.repository.now(tx)).getTime() - lateAfterMs);
    if (late.length > 0) await this.repository.markLate(tx, late);
    tx.publishAfterCommit({ topic: 'heartbeats', items: notificationItems(locked, changes) });
    return { ...batch, elsewhere };
  }
}

function leasesOf(changes: Iterable<NodeChange>): { nodeId: string; running?: string[] }[] {
  return [...changes].map(({ id, running }) => ({ nodeId: id, ...(running && { running }) }));
}

function notificationItems(
  locked: ReadonlyMap<string, LockedNode>,
  changes: HeartbeatBatch['changes'],
): HeartbeatNotification[] {
  return [...changes.values()].map(({ id, seenAt, intervalSeconds, metrics, level }) => ({
    nodeId: id,
    at: seenAt.toISOString(),
    intervalSeconds,
    tags: locked.get(id)?.tags ?? [],
    metrics: headline(metrics),
    status: level,
  }));
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
