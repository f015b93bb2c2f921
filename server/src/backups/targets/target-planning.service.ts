import { Injectable } from '@nestjs/common';
import type { BackupPolicyFields } from '@hyprbox/contracts';
import type { Transaction } from '../../database/unit-of-work.js';
import { PoliciesRepository } from '../policies/policies.repository.js';
import { nextTime } from '../schedule/schedule.js';
import { TargetsRepository, type NextTimes } from './targets.repository.js';

/** Which nodes a policy covers, and when they are due. */
@Injectable()
export class TargetPlanning {
  constructor(
    private readonly repository: TargetsRepository,
    private readonly policies: PoliciesRepository,
  ) {}

  /** After a change of one policy, or of anything (null): tags and nodes come and go. */
  async refresh(tx: Transaction, policyId: string | null, now: Date): Promise<void> {
    const ids = await this.repository.reconcile(tx, policyId, now);
    for (const { id, fields, updatedAt } of await this.policies.findMany(tx, ids)) {
      await this.repository.plan(tx, id, updatedAt, timesAfter(fields, now), now);
    }
  }
}

/** A paused policy has none. */
export function timesAfter(fields: BackupPolicyFields, now: Date): NextTimes {
  const { enabled, schedule, checkSchedule, drillSchedule, timezone } = fields;
  const next = (text: string | null): Date | null => (enabled && text !== null ? nextTime(text, timezone, now) : null);
  return { nextBackupAt: next(schedule), nextCheckAt: next(checkSchedule), nextDrillAt: next(drillSchedule) };
}
