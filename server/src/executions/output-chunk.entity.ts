import type { OutputStream } from '@hyprbox/contracts';
import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** A piece of an execution's output, never changed. Partitioned by day; counts are text, as the driver gives bigint. */
@Entity('execution_output')
@Check('execution_output_stream_check', `stream IN ('stdout', 'stderr')`)
export class OutputChunkEntity {
  /** The day that its execution was queued, in UTC. */
  @PrimaryColumn('date', { primaryKeyConstraintName: 'execution_output_pkey' })
  day!: string;

  @PrimaryColumn('uuid', { name: 'execution_id', primaryKeyConstraintName: 'execution_output_pkey' })
  executionId!: string;

  /** Bytes of both streams that came before it, which orders the chunks of both. */
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'execution_output_pkey' })
  seq!: string;

  @Column('text')
  stream!: OutputStream;

  /** Bytes of its own stream that came before it. */
  @Column('bigint', { name: 'start_offset' })
  startOffset!: string;

  @Column('bytea')
  bytes!: Buffer;
}
