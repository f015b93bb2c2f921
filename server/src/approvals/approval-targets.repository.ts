import { Injectable } from '@nestjs/common';
import { flag } from '@hyprbox/contracts/schemas';
import { DataSource } from 'typeorm';
import { rawQuery } from '../database/raw-query.js';

const tagged = rawQuery('approvals.tagged', { isTagged: flag });

@Injectable()
export class ApprovalTargetsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Whether one of the nodes has one of the tags. */
  async isAnyTagged(nodeIds: readonly string[], tags: readonly string[]): Promise<boolean> {
    const [row] = await tagged.rows(
      this.dataSource,
      `SELECT EXISTS (SELECT FROM nodes WHERE id = ANY($1::text[]) AND tags && $2::text[]) AS "isTagged"`,
      [nodeIds, tags],
    );
    return row?.isTagged ?? false;
  }
}
