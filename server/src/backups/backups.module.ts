import { Module } from '@nestjs/common';
import { ActivityModule } from '../activity/activity.module.js';
import { DutiesModule } from '../duties/duties.module.js';
import { ExecutionsModule } from '../executions/executions.module.js';
import { NodesModule } from '../nodes/nodes.module.js';
import { OperationsModule } from '../operations/operations.module.js';
import { PresetsModule } from '../presets/presets.module.js';
import { BackupMetrics } from './backup-metrics.js';
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
import { QuestionAnswers } from './questions/question-answers.js';
import { QuestionQueueing } from './questions/question-queueing.service.js';
import { QuestionsRepository } from './questions/questions.repository.js';
import { Questions } from './questions/questions.service.js';
import { BackupScheduler } from './schedule/backup-scheduler.js';
import { DueRuns } from './schedule/due-runs.service.js';
import { DueTargetsRepository } from './schedule/due-targets.repository.js';
import { MissedRuns } from './schedule/missed-runs.service.js';
import { SchedulePreviewController } from './schedule/schedule-preview.controller.js';
import { ScheduleRound } from './schedule/schedule-round.js';
import { BackupSnapshotsController } from './snapshots/snapshots.controller.js';
import { SnapshotsService } from './snapshots/snapshots.service.js';
import { RecentBackupsRepository } from './targets/recent-backups.repository.js';
import { RecentBackupsService } from './targets/recent-backups.service.js';
import { BackupStandingsController } from './targets/standings.controller.js';
import { StandingsRepository } from './targets/standings.repository.js';
import { StandingsService } from './targets/standings.service.js';
import { VaultOutcomes } from './vault/vault-outcomes.js';

/** Backups with restic: what is to be backed up, what was, and what was proven to restore. */
@Module({
  imports: [ActivityModule, DutiesModule, ExecutionsModule, NodesModule, OperationsModule, PresetsModule],
  controllers: [
    BackupPoliciesController,
    BackupSnapshotsController,
    BackupRunsController,
    BackupStandingsController,
    SchedulePreviewController,
  ],
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
    QuestionsRepository,
    QuestionQueueing,
    QuestionAnswers,
    Questions,
    SnapshotsService,
    StandingsRepository,
    StandingsService,
    RecentBackupsRepository,
    RecentBackupsService,
    DueTargetsRepository,
    DueRuns,
    MissedRuns,
    ScheduleRound,
    BackupScheduler,
    BackupMetrics,
  ],
})
export class BackupsModule {}
