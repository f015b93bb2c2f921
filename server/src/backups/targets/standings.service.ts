import { Injectable } from '@nestjs/common';
import {
  backupProtections,
  type BackupProtection,
  type BackupSummary,
  type BackupTarget,
  type Page,
} from '@hyprbox/contracts';
import { decodeCursor, notOfThisList, pageOf } from '../../http/cursor.js';
import { isUuid } from '../../http/uuid.js';
import { Clock } from '../../time/clock.js';
import { toTarget } from './standings.mapper.js';
import { StandingsRepository, type StandingFilter, type StandingPlace } from './standings.repository.js';

/** How each node stands under each policy. */
@Injectable()
export class StandingsService {
  constructor(
    private readonly repository: StandingsRepository,
    private readonly clock: Clock,
  ) {}

  /** The worst first. */
  async list(filter: StandingFilter, limit: number, cursor?: string): Promise<Page<BackupTarget>> {
    const rows = await this.repository.page(filter, placeFrom(cursor), limit + 1, this.clock.now());
    return pageOf(rows, limit, toTarget, ({ rank, nodeId, policyId }) => [rank, nodeId, policyId]);
  }

  /** Nodes that no enabled policy covers. */
  async unprotected(limit: number, cursor?: string): Promise<Page<{ nodeId: string }>> {
    const [after] = decodeCursor(cursor, 1) ?? [null];
    if (after !== null && (typeof after !== 'string' || after.includes('\0'))) throw notOfThisList();
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

function placeFrom(cursor: string | undefined): StandingPlace | null {
  const values = decodeCursor(cursor, 3);
  if (!values) return null;
  const [rank, nodeId, policyId] = values;
  if (Number.isInteger(rank) && typeof nodeId === 'string' && !nodeId.includes('\0') && isUuid(policyId)) {
    return { rank: Number(rank), nodeId, policyId };
  }
  throw notOfThisList();
}
