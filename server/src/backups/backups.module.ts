import { Module } from '@nestjs/common';
import { ActivityModule } from '../activity/activity.module.js';
import { ExecutionsModule } from '../executions/executions.module.js';
import { NodesModule } from '../nodes/nodes.module.js';
import { PresetsModule } from '../presets/presets.module.js';
import { HookScripts } from './policies/hook-scripts.js';
import { BackupPoliciesController } from './policies/policies.controller.js';
import { PoliciesRepository } from './policies/policies.repository.js';
import { PoliciesService } from './policies/policies.service.js';
import { PolicyRemoval } from './policies/policy-removal.service.js';
import { RepositoryTurns } from './repositories/repository-turns.service.js';
import { TurnsRepository } from './repositories/turns.repository.js';
import { Retention } from './runs/retention.service.js';
import { RunCancelling } from './runs/run-cancelling.service.js';
import { RunEnds } from './runs/run-ends.service.js';
import { RunOrders } from './runs/run-orders.js';
import { RunQueueing } from './runs/run-queueing.service.js';
import { RunRecords } from './runs/run-records.js';
import { RunRequests } from './runs/run-requests.service.js';
import { BackupRunsController } from './runs/runs.controller.js';
import { RunsRepository } from './runs/runs.repository.js';
import { RunsService } from './runs/runs.service.js';
import { SnapshotsRepository } from './snapshots/snapshots.repository.js';
import { TargetChoice } from './targets/target-choice.service.js';
import { TargetPlanning } from './targets/target-planning.service.js';
import { TargetsRepository } from './targets/targets.repository.js';
import { VaultOutcomes } from './vault/vault-outcomes.js';

/** Backups with restic: what is to be backed up, what was, and what was proven to restore. */
@Module({
  imports: [ActivityModule, ExecutionsModule, NodesModule, PresetsModule],
  controllers: [BackupPoliciesController, BackupRunsController],
  providers: [
    PoliciesRepository,
    PoliciesService,
    PolicyRemoval,
    HookScripts,
    TargetsRepository,
    TargetPlanning,
    TargetChoice,
    TurnsRepository,
    RepositoryTurns,
    SnapshotsRepository,
    RunsRepository,
    RunsService,
    RunOrders,
    RunQueueing,
    RunRequests,
    RunCancelling,
    RunRecords,
    RunEnds,
    Retention,
    VaultOutcomes,
  ],
})
export class BackupsModule {}
