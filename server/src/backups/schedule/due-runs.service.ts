import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../database/unit-of-work.js';
import { InvalidInputError } from '../../common/domain-error.js';
import { HookScripts } from '../policies/hook-scripts.js';
import type { PolicyRow } from '../policies/policies.repository.js';
import { hooksOf, taskOf, type RunOrder } from '../runs/run-order.js';
import { RunQueueingService } from '../runs/run-queueing.service.js';
import { RunRecordsService } from '../runs/run-records.service.js';
import { RunsRepository } from '../runs/runs.repository.js';
import { timesAfter, type NextTimes } from '../targets/next-times.js';
import { DueTargetsRepository, type DueTarget } from './due-targets.repository.js';

/** A time that is taken later than this was missed: the server was down. */
const missedAfterMs = 2 * 60_000;

type ScheduledKind = 'BACKUP' | 'CHECK' | 'DRILL';
const times = [
  ['BACKUP', 'nextBackupAt'],
  ['CHECK', 'nextCheckAt'],
  ['DRILL', 'nextDrillAt'],
] as const satisfies readonly (readonly [ScheduledKind, keyof NextTimes])[];

/** Turns times that have come into runs. */
@Injectable()
export class DueRunsService {
  constructor(
    private readonly repository: DueTargetsRepository,
    private readonly runs: RunsRepository,
    private readonly hooks: HookScripts,
    private readonly queueing: RunQueueingService,
    private readonly records: RunRecordsService,
  ) {}

  /** @returns how many targets were due; as many as `count` means that there may be more */
  async take(tx: Transaction, now: Date, count: number): Promise<number> {
    const targets = await this.repository.lockDue(tx, now, count);
    const policies = await this.repository.policiesOf(tx, targets);
    const orders: RunOrder[] = [];
    for (const target of targets) {
      const policy = policies.get(target.policyId);
      if (!policy) continue;
      const after = timesAfter(policy.fields, now);
      const next: NextTimes = { ...target };
      for (const [kind, time] of times) {
        const scheduledFor = target[time];
        if (!scheduledFor || delayed(target, scheduledFor) > now.getTime()) continue;
        next[time] = after[time];
        if (!(await this.mayRun(tx, policy, target, kind, scheduledFor, now))) continue;
        const order = await this.orderOf(tx, policy, target.nodeId, kind, scheduledFor);
        if (order) orders.push(order);
      }
      await this.repository.setNext(tx, target, next);
    }
    await this.queueing.queue(tx, orders);
    return targets.length;
  }

  /** When something is due next; null when nothing is planned. */
  async nextAt(): Promise<Date | null> {
    return this.repository.nextDueAt();
  }

  private async mayRun(
    tx: Transaction,
    { id, fields }: PolicyRow,
    target: DueTarget,
    kind: ScheduledKind,
    scheduledFor: Date,
    now: Date,
  ): Promise<boolean> {
    // Before the first backup there is nothing to check and nothing to restore.
    if (kind !== 'BACKUP' && !target.hasBackup) return false;
    const isMissed = now.getTime() - delayed(target, scheduledFor) > missedAfterMs;
    if (fields.catchUp === 'SKIP' && (isMissed || target.isOffline)) return false;
    return !(await this.runs.isScheduled(tx, id, target.nodeId, kind, scheduledFor));
  }

  /** @returns null for a policy whose presets have changed under it */
  private async orderOf(
    tx: Transaction,
    policy: PolicyRow,
    nodeId: string,
    kind: ScheduledKind,
    scheduledFor: Date,
  ): Promise<RunOrder | null> {
    try {
      const hooks = await this.hooks.render(policy.fields, { roles: hooksOf[kind], tx });
      const task = taskOf(policy, kind, hooks);
      return { policy, nodeId, task, hooks, trigger: 'SCHEDULE', scheduledFor, createdBy: null };
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      const why = error.faults.map(({ pointer, detail }) => `${pointer}: ${detail}`).join('; ');
      await this.records.unmade(tx, policy.id, { nodeId, kind, policyName: policy.fields.name, why });
      return null;
    }
  }
}

/** Targets that are due in the same minute are spread over it, each by a delay of its own. */
function delayed({ offsetSeconds }: DueTarget, time: Date): number {
  return time.getTime() + offsetSeconds * 1000;
}
