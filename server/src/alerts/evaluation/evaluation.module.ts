import { Module } from '@nestjs/common';
import { AuditModule } from '../../audit/audit.module.js';
import { OperationsModule } from '../../operations/operations.module.js';
import { ScheduledTasksModule } from '../../scheduled-tasks/scheduled-tasks.module.js';
import { BeatsModule } from '../beats/beats.module.js';
import { AlertRecordsModule } from '../records/alert-records.module.js';
import { RemediationModule } from '../remediation/remediation.module.js';
import { AlertRoutingModule } from '../routing/routing.module.js';
import { AlertRulesModule } from '../rules/alert-rules.module.js';
import { AlertWindowsModule } from '../windows/alert-windows.module.js';
import { BackupObserver } from './backup.observer.js';
import { BackupsRepository } from './backups.repository.js';
import { BeatObserver } from './beat.observer.js';
import { EvaluationMetrics } from './evaluation-metrics.js';
import { EvaluationRecords } from './evaluation-records.js';
import { EvaluationRepository } from './evaluation.repository.js';
import { EvaluationService } from './evaluation.service.js';
import { EvaluationTask } from './evaluation.task.js';
import { FailedJobsRepository } from './failed-jobs.repository.js';
import { JobObserver } from './job.observer.js';
import { MetricObserver } from './metric.observer.js';
import { MetricsRepository } from './metrics.repository.js';
import { PastEndsRepository } from './past-ends.repository.js';
import { PastFiguresRepository } from './past-figures.repository.js';
import { PastSilencesRepository } from './past-silences.repository.js';
import { RulePast } from './rule-past.js';
import { RuleTestController } from './rule-test.controller.js';
import { RuleTestService } from './rule-test.service.js';
import { RULE_OBSERVERS, RuleObservations } from './rule-observations.js';
import type { RuleObserver } from './rule-observer.js';
import { SelfObserver } from './self.observer.js';
import { SelfRepository } from './self.repository.js';
import { SilenceObserver } from './silence.observer.js';
import { SilenceRepository } from './silence.repository.js';

const observers = [MetricObserver, SilenceObserver, JobObserver, BackupObserver, BeatObserver, SelfObserver];

/** Holds the rules against the fleet. */
@Module({
  imports: [
    AlertRulesModule,
    AlertRecordsModule,
    RemediationModule,
    AlertRoutingModule,
    AlertWindowsModule,
    AuditModule,
    BeatsModule,
    OperationsModule,
    ScheduledTasksModule,
  ],
  controllers: [RuleTestController],
  providers: [
    ...observers,
    { provide: RULE_OBSERVERS, useFactory: (...all: RuleObserver[]) => all, inject: observers },
    BackupsRepository,
    EvaluationMetrics,
    EvaluationRecords,
    EvaluationRepository,
    EvaluationService,
    EvaluationTask,
    FailedJobsRepository,
    MetricsRepository,
    PastEndsRepository,
    PastFiguresRepository,
    PastSilencesRepository,
    RuleObservations,
    RulePast,
    RuleTestService,
    SelfRepository,
    SilenceRepository,
  ],
  exports: [EvaluationService],
})
export class EvaluationModule {}
