import { ActivityHeadEntity } from './activity/activity-head.entity.js';
import { ActivityEntity } from './activity/activity.entity.js';
import { BeatEntity } from './alerts/beats/beat.entity.js';
import { AlertChannelEntity } from './alerts/channels/alert-channel.entity.js';
import { AlertDeliveryEntity } from './alerts/deliveries/alert-delivery.entity.js';
import { AlertEventEntity } from './alerts/records/alert-event.entity.js';
import { AlertEntity } from './alerts/records/alert.entity.js';
import { AlertGroupMemberEntity } from './alerts/routing/alert-group-member.entity.js';
import { AlertGroupEntity } from './alerts/routing/alert-group.entity.js';
import { AlertRoutesEntity } from './alerts/routing/alert-routes.entity.js';
import { AlertRuleEntity } from './alerts/rules/alert-rule.entity.js';
import { AlertWindowEntity } from './alerts/windows/alert-window.entity.js';
import { ApprovalEntity } from './approvals/approval.entity.js';
import { AuditEventEntity } from './audit/audit-event.entity.js';
import { AuditHeadEntity } from './audit/audit-head.entity.js';
import { LoginFailureEntity } from './auth/login-failure.entity.js';
import { BackupPolicyEntity } from './backups/policies/backup-policy.entity.js';
import { RepositoryQueryEntity } from './backups/queries/repository-query.entity.js';
import { BackupRepositoryEntity } from './backups/repositories/backup-repository.entity.js';
import { LockRequestEntity } from './backups/repositories/lock-request.entity.js';
import { BackupRunEntity } from './backups/runs/backup-run.entity.js';
import { BackupSnapshotEntity } from './backups/targets/backup-snapshot.entity.js';
import { BackupTargetEntity } from './backups/targets/backup-target.entity.js';
import { ExecutionEntity } from './executions/execution.entity.js';
import { IdempotencyKeyEntity } from './executions/idempotency-key.entity.js';
import { OutputChunkEntity } from './executions/output-chunk.entity.js';
import { ReplicaEntity } from './executions/replica.entity.js';
import { JobEntity } from './jobs/job.entity.js';
import { HeartbeatIntakeEntity } from './nodes/heartbeat-intake.entity.js';
import { NodeEntity } from './nodes/node.entity.js';
import { RollupBacklogEntity } from './nodes/rollup-backlog.entity.js';
import { RollupProgressEntity } from './nodes/rollup-progress.entity.js';
import { rollupEntities } from './nodes/rollup.entity.js';
import { sampleEntity } from './nodes/sample.entity.js';
import { PresetSourceEntity } from './preset-sources/records/preset-source.entity.js';
import { PresetDraftEntity } from './presets/records/preset-draft.entity.js';
import { PresetVersionEntity } from './presets/records/preset-version.entity.js';
import { PresetEntity } from './presets/records/preset.entity.js';
import { RolloutTargetEntity } from './rollouts/records/rollout-target.entity.js';
import { RolloutWaveEntity } from './rollouts/records/rollout-wave.entity.js';
import { RolloutEntity } from './rollouts/records/rollout.entity.js';
import { ScheduledTaskEntity } from './scheduled-tasks/scheduled-task.entity.js';
import { ScheduleFireEntity } from './schedules/schedule-fire.entity.js';
import { ScheduleEntity } from './schedules/schedule.entity.js';
import { SavedSelectorEntity } from './selectors/saved/saved-selector.entity.js';
import { SessionEntity } from './sessions/session.entity.js';
import { SettingEntity } from './settings/setting.entity.js';
import { NodeTokenEntity } from './tokens/node-token.entity.js';
import { InvitationEntity } from './users/invitation.entity.js';
import { UserEntity } from './users/user.entity.js';

/** Every table, for the application and for the check that entities and migrations agree. */
export const entities = [
  ActivityEntity,
  ActivityHeadEntity,
  AlertChannelEntity,
  AlertDeliveryEntity,
  AlertEntity,
  AlertEventEntity,
  AlertGroupEntity,
  AlertGroupMemberEntity,
  AlertRoutesEntity,
  AlertRuleEntity,
  AlertWindowEntity,
  ApprovalEntity,
  AuditEventEntity,
  AuditHeadEntity,
  BackupPolicyEntity,
  BackupRepositoryEntity,
  BackupRunEntity,
  BackupSnapshotEntity,
  BackupTargetEntity,
  BeatEntity,
  ExecutionEntity,
  HeartbeatIntakeEntity,
  IdempotencyKeyEntity,
  InvitationEntity,
  JobEntity,
  LockRequestEntity,
  LoginFailureEntity,
  NodeEntity,
  NodeTokenEntity,
  OutputChunkEntity,
  PresetDraftEntity,
  PresetEntity,
  PresetSourceEntity,
  PresetVersionEntity,
  ReplicaEntity,
  RepositoryQueryEntity,
  RolloutEntity,
  RolloutTargetEntity,
  RolloutWaveEntity,
  RollupBacklogEntity,
  RollupProgressEntity,
  SavedSelectorEntity,
  ScheduleEntity,
  ScheduleFireEntity,
  ScheduledTaskEntity,
  SessionEntity,
  SettingEntity,
  UserEntity,
  sampleEntity,
  ...rollupEntities,
];
