import { Injectable } from '@nestjs/common';
import { limits, rolloutLimits, type TestedPreset, type TestPreset } from '@hyprbox/contracts';
import type { Audited } from '../database/audit-writer.js';
import { UnitOfWork, type Transaction } from '../database/unit-of-work.js';
import type { Actor, UserPrincipal } from '../identity/principal.js';
import { JobBatches } from '../jobs/job-batches.js';
import { DraftScripts, type DraftScript } from '../presets/publishing/draft-scripts.js';
import { TestHosts } from './test-hosts.js';

/** Runs drafts, as jobs like any other, on hosts that are there for it. */
@Injectable()
export class PresetTestsService {
  constructor(
    private readonly drafts: DraftScripts,
    private readonly hosts: TestHosts,
    private readonly jobs: JobBatches,
    private readonly work: UnitOfWork,
  ) {}

  /**
   * @throws the refusals of {@link DraftScripts.render} and of {@link TestHosts}
   */
  async test(user: UserPrincipal, actor: Actor, name: string, request: TestPreset): Promise<TestedPreset> {
    const script = await this.drafts.render(actor, name, request);
    await this.hosts.refuseUnapproved(name, request.nodeIds);
    const result = await this.work.run<TestedPreset | null>(
      (done) => done && audited(actor, name, done),
      (tx) => this.queue(tx, user, script, request),
    );
    // Somebody has saved or discarded it meanwhile: what there is now is told, or run where nobody named a revision.
    return result ?? this.test(user, actor, name, request);
  }

  /** Null where the draft is no longer what was rendered. */
  private async queue(
    tx: Transaction,
    user: UserPrincipal,
    script: DraftScript,
    { nodeIds, variables = {}, timeoutSeconds = limits.jobTimeoutSecondsDefault }: TestPreset,
  ): Promise<TestedPreset | null> {
    const { preset, revision, rendered } = script;
    if (!(await this.drafts.isCurrent(tx, script))) return null;
    await this.hosts.lock(tx, nodeIds);
    const queued = await this.jobs.insert(
      tx,
      {
        preset,
        rendered,
        variables,
        isTest: true,
        rolloutId: null,
        timeoutSeconds,
        expiresAt: new Date((await tx.now()).getTime() + rolloutLimits.waitSecondsDefault * 1000),
        createdBy: user.id,
        orderedBy: user.name,
      },
      nodeIds,
    );
    return {
      revision,
      scriptSha256: rendered.sha256,
      jobs: queued.map(({ id, nodeId }) => ({ nodeId, jobId: id })),
    };
  }
}

function audited(actor: Actor, preset: string, { revision, scriptSha256, jobs }: TestedPreset): Audited {
  return {
    actor,
    action: 'preset.test',
    target: { type: 'preset', id: preset },
    details: { preset, revision, scriptSha256, jobs },
  };
}
