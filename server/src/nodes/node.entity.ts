import type { Inventory, Metrics } from '@hyprbox/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A host that has reported; the row holds its latest sample, so that the fleet's page reads one table. */
@Entity('nodes')
@Index('nodes_tags_idx', { synchronize: false })
@Index('nodes_name_idx', { synchronize: false })
export class NodeEntity {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  hostname!: string;

  @Column('text', { name: 'display_name', nullable: true })
  displayName!: string | null;

  @Column('text', { array: true, default: () => `'{}'` })
  tags!: string[];

  @Column('text', { name: 'agent_version', nullable: true })
  agentVersion!: string | null;

  @Column('integer', { name: 'interval_seconds' })
  intervalSeconds!: number;

  @Column('timestamp with time zone', { name: 'created_at', precision: 3 })
  createdAt!: Date;

  /** By the server's clock. */
  @Column('timestamp with time zone', { name: 'last_seen_at', precision: 3, nullable: true })
  lastSeenAt!: Date | null;

  @Column('timestamp with time zone', { name: 'decommissioned_at', precision: 3, nullable: true })
  decommissionedAt!: Date | null;

  @Column('jsonb', { nullable: true })
  metrics!: Metrics | null;

  @Column('timestamp with time zone', { name: 'metrics_at', precision: 3, nullable: true })
  metricsAt!: Date | null;

  @Column('double precision', { name: 'cpu_pct', nullable: true })
  cpuPct!: number | null;

  @Column('double precision', { name: 'mem_pct', nullable: true })
  memPct!: number | null;

  @Column('double precision', { name: 'disk_pct', nullable: true })
  diskPct!: number | null;

  /** When the activity said that the node had stopped reporting; null once it reports again. */
  @Column('timestamp with time zone', { name: 'reported_offline_at', precision: 3, nullable: true })
  reportedOfflineAt!: Date | null;

  @Column('jsonb', { default: () => `'{}'` })
  inventory!: Inventory;
}
