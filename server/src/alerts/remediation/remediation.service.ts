import { Injectable, Logger } from '@nestjs/common';
import { limits, roleAllows } from '@hyprbox/contracts';
import { DomainError } from '../../common/domain-error.js';
import { isDatabaseAway } from '../../database/database-away.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { systemActor, type Actor } from '../../identity/principal.js';
import { JobQueueingService } from '../../jobs/job-queueing.service.js';
import { AlertChangesRepository } from '../records/alert-changes.repository.js';
import { RemediationRepository, type DueRemediation } from './remediation.repository.js';

/** Runs the preset that a rule names for its alerts: once when one fires, within the bounds that the rule sets. */
@Injectable()
export class RemediationService {
  private readonly logger = new Logger('Remediation');

  constructor(
    private readonly repository: RemediationRepository,
    private readonly alerts: AlertChangesRepository,
    private readonly jobs: JobQueueingService,
    private readonly work: UnitOfWork,
  ) {}

  async run(): Promise<void> {
    const running = new Map<string, number>();
    const hosts = new Set<string>();
    for (const each of await this.repository.due()) {
      const { ruleId, nodeId, remediation } = each;
      const count = running.get(ruleId) ?? each.running;
      // Several mounts of a host may be full: it is one host.
      if (count >= remediation.atOnce || hosts.has(`${ruleId} ${nodeId}`)) continue;
      running.set(ruleId, count + 1);
      hosts.add(`${ruleId} ${nodeId}`);
      await this.attempt(each);
    }
  }

  /** One that fails is tried again in the next round; it holds up neither the others nor the evaluation. */
  private async attempt(each: DueRemediation): Promise<void> {
    try {
      await this.carryOut(each);
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      this.logger.error({ err: error, alertId: each.alertId }, 'A remediation failed; it is tried again.');
    }
  }

  /** One that can't be carried out is noted as well, and not tried again before the alert fires anew. */
  private async carryOut(due: DueRemediation): Promise<void> {
    const { alertId, ruleName, nodeId, remediation, userName } = due;
    const actor: Actor = { ...systemActor, name: `HyprBox, for ${userName}` };
    const { jobId, detail } = await this.queue(due, actor);
    await this.work.run(
      {
        actor,
        action: 'alert.remediate',
        target: { type: 'alert', id: alertId },
        outcome: jobId === null ? 'failure' : 'success',
        details: { rule: ruleName, nodeId, preset: remediation.preset, jobId },
      },
      async (tx) => {
        const event = { alertId, kind: 'REMEDIATION' as const, detail, jobId, actorName: actor.name };
        await this.alerts.addEvents(tx, [event], await tx.now());
        tx.publishAfterCommit({ topic: 'alerts', ids: [alertId] });
      },
    );
  }

  /** Under a name of its own, so that one firing has one job, whatever is broken off in between. */
  private async queue(due: DueRemediation, actor: Actor): Promise<{ jobId: string | null; detail: string }> {
    const { alertId, timesFired, nodeId, remediation, userId, userName, role, isDisabled } = due;
    const { preset, variables } = remediation;
    if (isDisabled || !roleAllows(role, 'job.run')) {
      return {
        jobId: null,
        detail: `${preset} was not run: ${userName}, for whom it is run, may not run it any more.`,
      };
    }
    try {
      const request = { nodeId, preset, variables, timeoutSeconds: limits.jobTimeoutSecondsDefault };
      const key = `remediation:${alertId}:${timesFired}`;
      const jobId = await this.jobs.queue({ id: userId, name: actor.name ?? userName }, actor, request, key);
      return { jobId, detail: `${preset} is run, for ${userName}.` };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      this.logger.warn({ err: error, alertId }, 'A remediation could not be run.');
      return { jobId: null, detail: `${preset} was not run: ${error.message}` };
    }
  }
}
