import { Injectable } from '@nestjs/common';
import type { Activity, ActivityKind, Page } from '@hyprbox/contracts';
import type { Transaction } from '../database/unit-of-work.js';
import { decodeCursor, notOfThisList, pageOf } from '../http/cursor.js';
import type { PageQuery } from '../http/page-query.dto.js';
import { isUuid } from '../http/uuid.js';
import { Clock, Ids } from '../time/clock.js';
import { toActivity, type ActivityRow } from './activity.mapper.js';
import { ActivityRepository, type ActivityPlace } from './activity.repository.js';

export interface NewActivity {
  nodeId: string | null;
  kind: ActivityKind;
  message: string;
  /** The job or, of the kind `backup`, the run that it is about. */
  jobId?: string;
}

/** What happened to the hosts, in words for the people who look after them. */
@Injectable()
export class ActivityLog {
  constructor(
    private readonly repository: ActivityRepository,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** Writes an entry and, once it is committed, shows it to whoever watches. */
  async append(tx: Transaction, { nodeId, kind, message, jobId }: NewActivity): Promise<void> {
    const row = { id: this.ids.next(), at: this.clock.now(), nodeId, kind, message, jobId: jobId ?? null };
    await this.repository.insert(tx, row);
    tx.tell({ topic: 'activity', activity: toActivity(row) });
  }

  /** The whole fleet's, newest first. */
  async list({ limit, cursor }: PageQuery): Promise<Page<Activity>> {
    return page(await this.repository.page(placeFrom(cursor), limit + 1), limit);
  }

  /** Newest first. */
  async listForNode(nodeId: string, { limit, cursor }: PageQuery): Promise<Page<Activity>> {
    return page(await this.repository.pageForNode(nodeId, placeFrom(cursor), limit + 1), limit);
  }

  /** The whole fleet's from a time on, oldest first; at most `count`. */
  async since(at: Date, count: number): Promise<Activity[]> {
    return (await this.repository.since(at, count)).map(toActivity);
  }
}

function page(rows: ActivityRow[], limit: number): Page<Activity> {
  return pageOf(rows, limit, toActivity, ({ at, id }) => [at.toISOString(), id]);
}

const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function placeFrom(cursor: string | undefined): ActivityPlace | null {
  const values = decodeCursor(cursor, 2);
  if (!values) return null;
  const [at, id] = values;
  if (typeof at === 'string' && isoTime.test(at) && !Number.isNaN(Date.parse(at)) && isUuid(id)) return { at, id };
  throw notOfThisList();
}
