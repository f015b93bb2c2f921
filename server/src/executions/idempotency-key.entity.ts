import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What a user calls an order, and the execution that it became. */
@Entity('idempotency_keys')
export class IdempotencyKeyEntity {
  @PrimaryColumn('uuid', { name: 'user_id' })
  userId!: string;

  @PrimaryColumn('text')
  key!: string;

  @Column('text', { name: 'request_hash' })
  requestHash!: string;

  /** Whatever its kind: the column was named when jobs were the only one. Null until the order's transaction ends. */
  @Column('uuid', { name: 'job_id', nullable: true })
  executionId!: string | null;

  @Index('idempotency_keys_created_at_idx')
  @Column('timestamp with time zone', { name: 'created_at', precision: 3, default: () => 'now()' })
  createdAt!: Date;
}
