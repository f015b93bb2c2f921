import { Injectable } from '@nestjs/common';
import { approvalStates, rolloutStates, type ApprovalState } from '@hyprbox/contracts';
import { nullable, oneOf, text, uuid } from '@hyprbox/contracts/schemas';
import { DataSource } from 'typeorm';
import { rawQuery, timestamp, type RowOf } from '../database/raw-query.js';
import type { Transaction } from '../database/unit-of-work.js';
import { approvalDigestSql } from './approval-digest.sql.js';
import { ApprovalEntity } from './approval.entity.js';

const digest = rawQuery('approvals.digest', { digest: text });
const due = rawQuery('approvals.due', { id: uuid });
const lockedRollout = rawQuery('approvals.lockedRollout', { name: text, state: oneOf(rolloutStates) });
const locked = rawQuery('approvals.locked', {
  id: uuid,
  rolloutId: uuid,
  state: oneOf(approvalStates),
  digest: text,
  requestedBy: nullable(uuid),
  expiresAt: timestamp,
  decidedByName: nullable(text),
  decidedAt: nullable(timestamp),
});

/** An approval with the rollout that waits for it, neither of which anybody else can change before the transaction ends. */
export interface LockedApproval {
  approval: RowOf<typeof locked>;
  rollout: RowOf<typeof lockedRollout>;
}

export type Decision = Pick<ApprovalEntity, 'decidedBy' | 'decidedByName' | 'decidedAt' | 'comment'> & {
  state: Exclude<ApprovalState, 'PENDING'>;
};

/** Approvals that one round of the expiry ends. */
const roundMax = 200;

@Injectable()
export class ApprovalsRepository {
  constructor(private readonly dataSource: DataSource) {}

  async insert(tx: Transaction, approval: ApprovalEntity): Promise<void> {
    await tx.manager.insert(ApprovalEntity, approval);
  }

  /** The digest of a rollout as it is stored now. */
  async digestOf(tx: Transaction, rolloutId: string): Promise<string> {
    const [row] = await digest.rows(
      tx.manager,
      `SELECT ${approvalDigestSql('r')} AS digest FROM rollouts r WHERE r.id = $1`,
      [rolloutId],
    );
    if (!row) throw new Error('The rollout is not there.');
    return row.digest;
  }

  /** The rollout is locked first, as it is by whoever ends it and the approval with it. */
  async lock(tx: Transaction, id: string): Promise<LockedApproval | null> {
    const [rollout] = await lockedRollout.rows(
      tx.manager,
      `SELECT r.name, r.state FROM rollouts r
       WHERE r.id = (SELECT a.rollout_id FROM approvals a WHERE a.id = $1) FOR UPDATE`,
      [id],
    );
    const [approval] = await locked.rows(
      tx.manager,
      `SELECT id, rollout_id AS "rolloutId", state, digest, requested_by AS "requestedBy", expires_at AS "expiresAt",
         decided_by_name AS "decidedByName", decided_at AS "decidedAt"
       FROM approvals WHERE id = $1 FOR UPDATE`,
      [id],
    );
    return approval && rollout ? { approval, rollout } : null;
  }

  async decide(tx: Transaction, id: string, decision: Decision): Promise<void> {
    await tx.manager.update(ApprovalEntity, { id }, decision);
  }

  /** Ends the one of a rollout, if nobody has decided it. */
  async endPending(tx: Transaction, rolloutId: string, decision: Decision): Promise<void> {
    await tx.manager.update(ApprovalEntity, { rolloutId, state: 'PENDING' }, decision);
  }

  /** Those that nobody has decided in time, the oldest first. */
  async due(): Promise<string[]> {
    const rows = await due.rows(
      this.dataSource,
      `SELECT id FROM approvals WHERE state = 'PENDING' AND expires_at <= now() ORDER BY expires_at, id LIMIT ${roundMax}`,
    );
    return rows.map(({ id }) => id);
  }
}
