import { Injectable } from '@nestjs/common';
import type { BackupPolicy, Page } from '@hyprbox/contracts';
import { decodeCursor, notOfThisList, pageOf } from '../../common/cursor.js';
import { isUuid } from '../../common/uuid.js';
import { Clock } from '../../time/clock.js';
import { PolicyNotFoundError } from '../policies/policies.errors.js';
import { toPolicy } from './policies.mapper.js';
import { ProtectedPoliciesRepository } from './protected-policies.repository.js';

/** Policies as people read them. */
@Injectable()
export class PolicyReadingService {
  constructor(
    private readonly repository: ProtectedPoliciesRepository,
    private readonly clock: Clock,
  ) {}

  async list(limit: number, cursor?: string): Promise<Page<BackupPolicy>> {
    const now = this.clock.now();
    const rows = await this.repository.page(placeFrom(cursor), limit + 1, now);
    return pageOf(
      rows,
      limit,
      (row) => toPolicy(row, now),
      ({ id, fields }) => [fields.name, id],
    );
  }

  async get(id: string): Promise<BackupPolicy> {
    const now = this.clock.now();
    const row = isUuid(id) ? await this.repository.find(id, now) : null;
    if (!row) throw new PolicyNotFoundError();
    return toPolicy(row, now);
  }
}

function placeFrom(cursor: string | undefined): { name: string; id: string } | null {
  const values = decodeCursor(cursor, 2);
  if (!values) return null;
  const [name, id] = values;
  if (typeof name === 'string' && isUuid(id)) return { name, id };
  throw notOfThisList();
}
