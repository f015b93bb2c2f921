import { Injectable } from '@nestjs/common';
import type { Activity, ActivityKind, Page } from '@hyprbox/contracts';
import type { Transaction } from '../database/unit-of-work.js';
import { decodeCursor, isCursorInstant, notOfThisList, pageOf } from '../common/cursor.js';
import type { PageQuery } from '../http/page-query.dto.js';
import { isUuid } from '../common/uuid.js';
import { Ids } from '../time/clock.js';
import { toActivity, toPlacedActivity, type PlacedActivity } from './activity.mapper.js';
import {
  ActivityRepository,
  type ActivityPlace,
  type ActivityRow,
  type NewActivityRow,
} from './activity.repository.js';

export interface NewActivity {
  nodeId: string | null;
  kind: ActivityKind;
  message: string;
  /** The job or, of the kind `backup`, the run that it is about. */
  executionId?: string;
}

/** What happened to the hosts, in words for the people who look after them. */
@Injectable()
export class ActivityLog {
  private readonly pending = new WeakMap<Transaction, NewActivityRow[]>();

  constructor(
    private readonly repository: ActivityRepository,
    private readonly ids: Ids,
  ) {}

  /** Writes an entry at the transaction's end and, once it is committed, shows it to whoever watches. */
  append(tx: Transaction, { nodeId, kind, message, executionId }: NewActivity): void {
    const rows = this.pending.get(tx) ?? [];
    rows.push({ id: this.ids.next(), nodeId, kind, message, executionId: executionId ?? null });
    if (this.pending.has(tx)) return;
    this.pending.set(tx, rows);
    tx.beforeCommit(() => this.write(tx, rows));
  }

  /** The whole fleet's, newest first. */
  async list({ limit, cursor }: PageQuery): Promise<Page<Activity>> {
    return page(await this.repository.page(placeFrom(cursor), limit + 1), limit);
  }

  /** Newest first. */
  async listForNode(nodeId: string, { limit, cursor }: PageQuery): Promise<Page<Activity>> {
    return page(await this.repository.pageForNode(nodeId, placeFrom(cursor), limit + 1), limit);
  }

  /** The place of the newest entry. */
  async head(): Promise<number> {
    return this.repository.head();
  }

  /** The whole fleet's after a place, oldest first; at most `count`. */
  async after(seq: number, count: number): Promise<PlacedActivity[]> {
    return (await this.repository.after(seq, count)).map(toPlacedActivity);
  }

  private async write(tx: Transaction, rows: readonly NewActivityRow[]): Promise<void> {
    for (const row of await this.repository.insert(tx, rows))
      tx.publishAfterCommit({ topic: 'activity', ...toPlacedActivity(row) });
  }
}

function page(rows: ActivityRow[], limit: number): Page<Activity> {
  return pageOf(rows, limit, toActivity, ({ at, id }) => [at.toISOString(), id]);
}

function placeFrom(cursor: string | undefined): ActivityPlace | null {
  const values = decodeCursor(cursor, 2);
  if (!values) return null;
  const [at, id] = values;
  if (isCursorInstant(at) && isUuid(id)) return { at, id };
  throw notOfThisList();
}
