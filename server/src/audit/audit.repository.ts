import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditEventEntity } from './audit-event.entity.js';
import { AuditHeadEntity } from './audit-head.entity.js';

export interface AuditFilter {
  actor?: string | undefined;
  action?: string | undefined;
  target?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
}

export interface ChainEnd {
  seq: number;
  hash: string;
}

/** Rows that are read at once when the whole trail is gone through. */
const batchRows = 1_000;

@Injectable()
export class AuditRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest first. */
  async findPage(filter: AuditFilter, beforeSeq: number | null, count: number): Promise<AuditEventEntity[]> {
    const query = this.dataSource.manager.createQueryBuilder(AuditEventEntity, 'event').orderBy('event.seq', 'DESC');
    const { actor, action, target, from, to } = filter;
    if (actor !== undefined) query.andWhere('(event.actorId = :actor OR event.actorName = :actor)', { actor });
    if (action !== undefined) query.andWhere('event.action = :action', { action });
    if (target !== undefined) query.andWhere('event.targetId = :target', { target });
    if (from !== undefined) query.andWhere('event.at >= :from', { from });
    if (to !== undefined) query.andWhere('event.at < :to', { to });
    if (beforeSeq !== null) query.andWhere('event.seq < :beforeSeq', { beforeSeq });
    return query.take(count).getMany();
  }

  find(seq: number): Promise<AuditEventEntity | null> {
    return this.dataSource.manager.findOneBy(AuditEventEntity, { seq: String(seq) });
  }

  async contains(seq: number, hash: string): Promise<boolean> {
    return this.dataSource.manager.existsBy(AuditEventEntity, { seq: String(seq), hash });
  }

  async end(): Promise<ChainEnd> {
    return endOf(this.dataSource.manager);
  }

  /** The trail up to `lastSeq`, oldest first, in batches. What is committed never changes, so no snapshot is held. */
  async *batches(lastSeq: number): AsyncGenerator<AuditEventEntity[]> {
    yield* batchesOf(this.dataSource.manager, lastSeq);
  }

  /** Runs `check` on the end of the chain and the whole trail as they are at one moment. */
  async atOneMoment<T>(check: (end: ChainEnd, batches: AsyncGenerator<AuditEventEntity[]>) => Promise<T>): Promise<T> {
    return this.dataSource.transaction('REPEATABLE READ', async (manager) => {
      await manager.query('SET TRANSACTION READ ONLY');
      return check(await endOf(manager), batchesOf(manager, Number.MAX_SAFE_INTEGER));
    });
  }
}

async function endOf(manager: EntityManager): Promise<ChainEnd> {
  const head = await manager.findOneBy(AuditHeadEntity, { singleton: true });
  if (!head) throw new Error('The audit trail has no end: the row of audit_head is missing.');
  return { seq: Number(head.seq), hash: head.hash };
}

async function* batchesOf(manager: EntityManager, lastSeq: number): AsyncGenerator<AuditEventEntity[]> {
  // Also a row that someone numbered from below the first is found.
  let after = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const rows = await manager
      .createQueryBuilder(AuditEventEntity, 'event')
      .where('event.seq > :after AND event.seq <= :lastSeq', { after, lastSeq })
      .orderBy('event.seq', 'ASC')
      .take(batchRows)
      .getMany();
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    after = Number(last.seq);
  }
}
