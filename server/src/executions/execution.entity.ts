import type { ExecutionKindName, ExecutionReason, ExecutionStatus } from '@hyprbox/contracts';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique, type ValueTransformer } from 'typeorm';

/** Counts of bytes fit a double exactly up to 8 PiB; PostgreSQL's driver gives bigint as text. */
const bytes: ValueTransformer = { from: (text: string) => Number(text), to: (value: number) => value };

/**
 * Something that is handed to one node to be carried out at most once. What it means belongs to the module that queued
 * it; how it is claimed, kept alive, cancelled and heard is the same for every kind.
 */
@Entity('executions')
@Check('executions_kind_check', `kind IN ('JOB', 'VAULT')`)
@Check('executions_status_check', `status IN ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')`)
@Check(
  'executions_reason_check',
  `reason IN ('EXIT_CODE', 'TIMEOUT', 'CANCELLED', 'AGENT_LOST', 'INTERRUPTED', 'EXPIRED')`,
)
@Unique('executions_claim_id_key', ['claimId'])
@Index('executions_queue_idx', { synchronize: false })
@Index('executions_running_idx', { synchronize: false })
@Index('executions_lease_idx', { synchronize: false })
@Index('executions_expires_at_idx', { synchronize: false })
@Index('executions_created_at_idx', { synchronize: false })
export class ExecutionEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  kind!: ExecutionKindName;

  @ForeignKey('NodeEntity', 'id', { name: 'executions_node_id_fkey' })
  @Column('text', { name: 'node_id' })
  nodeId!: string;

  @Column('text')
  status!: ExecutionStatus;

  @Column('text', { nullable: true })
  reason!: ExecutionReason | null;

  /** Queued, but not to be claimed until the module that queued it resumes it. */
  @Column('boolean', { name: 'held', default: false })
  suspended!: boolean;

  @Column('text')
  script!: string;

  @Column('text', { name: 'script_sha256' })
  scriptSha256!: string;

  @Column('jsonb', { name: 'secret_refs', default: () => `'{}'` })
  secretRefs!: Record<string, string>;

  @Column('integer', { name: 'timeout_seconds' })
  timeoutSeconds!: number;

  @Column('integer', { default: 0 })
  attempt!: number;

  @Column('uuid', { name: 'claim_id', nullable: true })
  claimId!: string | null;

  @Column('timestamp with time zone', { name: 'lease_expires_at', precision: 3, nullable: true })
  leaseExpiresAt!: Date | null;

  /** Queued, it waits for its node until then; null for ever. */
  @Column('timestamp with time zone', { name: 'expires_at', precision: 3, nullable: true })
  expiresAt!: Date | null;

  @Column('timestamp with time zone', { name: 'cancel_requested_at', precision: 3, nullable: true })
  cancelRequestedAt!: Date | null;

  @Column('integer', { name: 'exit_code', nullable: true })
  exitCode!: number | null;

  @Column('text', { nullable: true })
  signal!: string | null;

  @Column('integer', { name: 'late_exit_code', nullable: true })
  lateExitCode!: number | null;

  /** The attempt's end has arrived from the agent: nothing more is to come. */
  @Column('boolean', { default: false })
  delivered!: boolean;

  @Column('text', { nullable: true })
  message!: string | null;

  @Column('bigint', { name: 'stdout_bytes', default: 0, transformer: bytes })
  stdoutBytes!: number;

  @Column('bigint', { name: 'stderr_bytes', default: 0, transformer: bytes })
  stderrBytes!: number;

  /** Bytes before this offset have been dropped. */
  @Column('bigint', { name: 'stdout_kept_from', default: 0, transformer: bytes })
  stdoutKeptFrom!: number;

  @Column('bigint', { name: 'stderr_kept_from', default: 0, transformer: bytes })
  stderrKeptFrom!: number;

  @Column('timestamp with time zone', { name: 'created_at', precision: 3 })
  createdAt!: Date;

  @Column('timestamp with time zone', { name: 'started_at', precision: 3, nullable: true })
  startedAt!: Date | null;

  @Column('timestamp with time zone', { name: 'finished_at', precision: 3, nullable: true })
  finishedAt!: Date | null;
}
