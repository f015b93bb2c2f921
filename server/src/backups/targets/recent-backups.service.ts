import { Injectable } from '@nestjs/common';
import type { BackupMark, BackupTarget, Page } from '@hyprbox/contracts';
import { RecentBackupsRepository, type EndedBackup } from './recent-backups.repository.js';

/** The course of each target's backups. */
@Injectable()
export class RecentBackupsService {
  constructor(private readonly repository: RecentBackupsRepository) {}

  /** @param count of each target; with 0 they are left out */
  async addTo(page: Page<BackupTarget>, count: number): Promise<Page<BackupTarget>> {
    if (count === 0) return page;
    const ended = await this.repository.newest(page.items, count);
    const byTarget = Map.groupBy(ended, keyOf);
    const items = page.items.map((target) => ({
      ...target,
      recentBackups: (byTarget.get(keyOf(target)) ?? []).map(toMark),
    }));
    return { ...page, items };
  }
}

function keyOf({ policyId, nodeId }: { policyId: string; nodeId: string }): string {
  return `${policyId} ${nodeId}`;
}

function toMark({ id, status, startedAt, finishedAt, bytesAdded }: EndedBackup): BackupMark {
  return {
    id,
    status,
    finishedAt: finishedAt.toISOString(),
    seconds: startedAt === null ? null : Math.max(0, finishedAt.getTime() - startedAt.getTime()) / 1000,
    bytesAdded: bytesAdded === null ? null : Number(bytesAdded),
  };
}
