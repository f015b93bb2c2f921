import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { AuditAction } from '@hyprbox/contracts';
import { AuditTrail } from '../audit/audit-trail.js';
import type { Hint } from '../hints/hint.js';
import { Hints } from '../hints/hints.js';
import type { Actor } from '../http/principal.js';

const made = Symbol('made by the unit of work');

/**
 * An open transaction. Every repository write takes one, and only the unit of work can make one, so a write outside a
 * transaction does not compile.
 */
export class Transaction {
  private readonly hints: Hint[] = [];

  constructor(
    _proof: typeof made,
    readonly manager: EntityManager,
  ) {}

  /** Tells the rest of the product once the transaction is committed, and never if it is rolled back. */
  tell(hint: Hint): void {
    this.hints.push(hint);
  }

  /** @internal */
  get told(): readonly Hint[] {
    return this.hints;
  }
}

/** What the audit trail records of a change. */
export interface Audited {
  actor: Actor;
  action: AuditAction;
  target: { type: string; id: string | null };
  outcome?: 'success' | 'failure';
  /** No secret, and nothing unbounded: it is kept for ever. */
  details?: Record<string, unknown>;
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
  | 'backup-turns'
  | 'backup-questions'
  | 'setup';

@Injectable()
export class UnitOfWork {
  constructor(
    private readonly dataSource: DataSource,
    private readonly trail: AuditTrail,
    private readonly hints: Hints,
  ) {}

  /**
   * Carries out a change and records it, both or neither. The record may need what the change found out, so it may be
   * a function of its result; null records nothing, for a change that turned out to be none.
   */
  async run<T>(
    audited: Audited | ((result: T) => Audited | null),
    change: (tx: Transaction) => Promise<T>,
  ): Promise<T> {
    return this.transact(async (tx) => {
      const result = await change(tx);
      const entry = typeof audited === 'function' ? audited(result) : audited;
      // The chain is locked last: whoever appends waits only for commits, not for other people's work.
      if (entry) await this.trail.append(tx.manager, entry);
      return result;
    });
  }

  async system<T>(_write: SystemWrite, change: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.transact(change);
  }

  private async transact<T>(change: (tx: Transaction) => Promise<T>): Promise<T> {
    const { result, told } = await this.dataSource.transaction(async (manager) => {
      const tx = new Transaction(made, manager);
      return { result: await change(tx), told: tx.told };
    });
    for (const hint of told) this.hints.publish(hint);
    return result;
  }
}
