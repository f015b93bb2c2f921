import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Notification } from '../notifications/notification.js';
import { Notifications } from '../notifications/notifications.js';
import { AuditWriter, type Audited } from './audit-writer.js';
import { missingPartition } from './missing-partition.js';
import { PartitionKeeper } from './partitions.js';
import { rawQuery, timestamp } from './raw-query.js';

const began = rawQuery('transaction.now', { now: timestamp });

const made = Symbol('made by the unit of work');

/**
 * An open transaction. Every repository write takes one, and only the unit of work can make one, so a write outside a
 * transaction does not compile.
 */
export class Transaction {
  private readonly notifications: Notification[] = [];
  private readonly atEnd: (() => Promise<void>)[] = [];
  private time: Promise<Date> | null = null;

  constructor(
    _proof: typeof made,
    readonly manager: EntityManager,
  ) {}

  /**
   * When it began, by the database's time. What is compared with times that the database writes itself is to be taken from
   * here: the clocks of replicas differ.
   */
  now(): Promise<Date> {
    this.time ??= began.rows(this.manager, 'SELECT now()::timestamptz(3) AS now').then(([row]) => {
      if (!row) throw new Error('The database did not tell its time.');
      return row.now;
    });
    return this.time;
  }

  /** Tells the rest of the product once the transaction is committed, and never if it is rolled back. */
  publishAfterCommit(notification: Notification): void {
    this.notifications.push(notification);
  }

  /** For what takes a lock that many others want: done once the change itself is, just before the commit. */
  beforeCommit(work: () => Promise<void>): void {
    this.atEnd.push(work);
  }

  /** @internal */
  async finish(): Promise<void> {
    for (const work of this.atEnd) await work();
  }

  /** @internal */
  get toPublish(): readonly Notification[] {
    return this.notifications;
  }
}

/** The writes that no person makes and that are too many for the audit trail. The list is closed on purpose. */
export type SystemWrite =
  | 'heartbeats'
  | 'claim'
  | 'lease'
  | 'output'
  | 'completion'
  | 'login-failures'
  | 'token-use'
  | 'rollup'
  | 'activity'
  | 'backup-schedule'
  | 'backup-locks'
  | 'backup-queries'
  | 'rollouts'
  | 'schedules'
  | 'approvals'
  | 'presets'
  | 'alerts'
  | 'alert-channels'
  | 'beats'
  | 'alert-deliveries'
  | 'setup';

/** A change writes to few days; one that still lacks a partition after so many were made is refused. */
const partitionsPerChange = 4;

@Injectable()
export class UnitOfWork {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditWriter,
    private readonly notifications: Notifications,
    private readonly partitions: PartitionKeeper,
  ) {}

  /**
   * Carries out a change and records it, both or neither. The record may need what the change found out, so it may be
   * a function of its result; null records nothing, for a change that turned out to be none. A change of several things may
   * be recorded as several.
   */
  async run<T>(
    audited: Audited | ((result: T) => Audited | readonly Audited[] | null),
    change: (tx: Transaction) => Promise<T>,
  ): Promise<T> {
    return this.transact(async (tx) => {
      const result = await change(tx);
      await tx.finish();
      const entries = [(typeof audited === 'function' ? audited(result) : audited) ?? []].flat();
      // The chain is locked last: whoever appends waits only for commits, not for other people's work.
      if (entries.length > 0) await this.audit.append(tx.manager, entries);
      return result;
    });
  }

  async system<T>(_write: SystemWrite, change: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.transact(async (tx) => {
      const result = await change(tx);
      await tx.finish();
      return result;
    });
  }

  private async transact<T>(change: (tx: Transaction) => Promise<T>): Promise<T> {
    const { result, toPublish } = await this.withPartitions(() =>
      this.dataSource.transaction(async (manager) => {
        const tx = new Transaction(made, manager);
        return { result: await change(tx), toPublish: tx.toPublish };
      }),
    );
    for (const notification of toPublish) this.notifications.publish(notification);
    return result;
  }

  /** A change that failed because a partition was gone, or not made yet, left nothing behind: it is made and tried again. */
  private async withPartitions<T>(attempt: () => Promise<T>): Promise<T> {
    for (let made = 0; ; made++) {
      try {
        return await attempt();
      } catch (error) {
        const missing = missingPartition(error);
        if (!missing || made === partitionsPerChange) throw error;
        await this.partitions.makeFor(missing.table, [missing.time]);
      }
    }
  }
}
