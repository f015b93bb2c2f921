import { Injectable } from '@nestjs/common';
import {
  backupProtections,
  type BackupProtection,
  type BackupSummary,
  type BackupTarget,
  type Page,
  type UnprotectedNode,
} from '@hyprbox/contracts';
import { decodeCursor, notOfThisList, pageOf } from '../../common/cursor.js';
import { isUuid } from '../../common/uuid.js';
import { Clock } from '../../time/clock.js';
import { toMark, toTarget } from './protection-status.mapper.js';
import {
  ProtectionStatusRepository,
  type ProtectionFilter,
  type ProtectionPlace,
} from './protection-status.repository.js';
import { RecentBackupsRepository } from './recent-backups.repository.js';

/** The protection status of each node under each policy. */
@Injectable()
export class ProtectionStatusService {
  constructor(
    private readonly repository: ProtectionStatusRepository,
    private readonly backups: RecentBackupsRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * The worst first.
   *
   * @param recentBackups how many of its newest ended backups each target comes with; with 0 they are left out
   */
  async list(
    filter: ProtectionFilter,
    recentBackups: number,
    limit: number,
    cursor?: string,
  ): Promise<Page<BackupTarget>> {
    const rows = await this.repository.page(filter, placeFrom(cursor), limit + 1, this.clock.now());
    const page = pageOf(rows, limit, toTarget, ({ rank, nodeId, policyId }) => [rank, nodeId, policyId]);
    return recentBackups === 0 ? page : { ...page, items: await this.withBackups(page.items, recentBackups) };
  }

  private async withBackups(targets: readonly BackupTarget[], count: number): Promise<BackupTarget[]> {
    const byTarget = Map.groupBy(await this.backups.newest(targets, count), keyOf);
    return targets.map((target) => ({ ...target, recentBackups: (byTarget.get(keyOf(target)) ?? []).map(toMark) }));
  }

  /** Nodes that no enabled policy covers. */
  async unprotected(limit: number, cursor?: string): Promise<Page<UnprotectedNode>> {
    const [after] = decodeCursor(cursor, 1) ?? [null];
    if (after !== null && typeof after !== 'string') throw notOfThisList();
    const ids = await this.repository.unprotected(after ?? null, limit + 1);
    return pageOf(
      ids,
      limit,
      (nodeId) => ({ nodeId }),
      (nodeId) => [nodeId],
    );
  }

  async summary(): Promise<BackupSummary> {
    const now = this.clock.now();
    const [policies, counts, ages, runs, unprotectedNodes] = await Promise.all([
      this.repository.countPolicies(),
      this.repository.countByProtection(now),
      this.repository.ages(now),
      this.repository.countRuns(now),
      this.repository.countUnprotected(),
    ]);
    const count = (protection: BackupProtection): number =>
      counts.find((each) => each.protection === protection)?.count ?? 0;
    // Every protection is there, whether or not any target has it.
    const targets = Object.fromEntries(
      backupProtections.map((protection) => [protection, count(protection)]),
    ) as BackupSummary['targets'];
    return { policies, targets, ...ages, unprotectedNodes, ...runs };
  }
}

/** More than there are statuses to rank. */
const ranksMax = 100;

function keyOf({ policyId, nodeId }: { policyId: string; nodeId: string }): string {
  return `${policyId} ${nodeId}`;
}

function placeFrom(cursor: string | undefined): ProtectionPlace | null {
  const values = decodeCursor(cursor, 3);
  if (!values) return null;
  const [rank, nodeId, policyId] = values;
  if (Number.isInteger(rank) && Math.abs(Number(rank)) <= ranksMax && typeof nodeId === 'string' && isUuid(policyId)) {
    return { rank: Number(rank), nodeId, policyId };
  }
  throw notOfThisList();
}
