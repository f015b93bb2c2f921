import type { Inventory, Metrics } from '@hyprbox/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Level } from './node-status.js';
import type { Reading } from './recent-readings.js';

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

  /** The machine that the agent runs on, and the start of its kernel; the one before tells a clone from a reboot. */
  @Column('text', { name: 'machine_id', nullable: true })
  machineId!: string | null;

  @Column('text', { name: 'boot_id', nullable: true })
  bootId!: string | null;

  @Column('text', { name: 'previous_boot_id', nullable: true })
  previousBootId!: string | null;

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

  /** The readings of its last minute, and what they come to. */
  @Column('jsonb', { default: () => `'[]'` })
  recent!: Reading[];

  @Column('double precision', { name: 'minute_cpu_pct', nullable: true })
  minuteCpuPct!: number | null;

  @Column('double precision', { name: 'minute_mem_pct', nullable: true })
  minuteMemPct!: number | null;

  @Column('double precision', { name: 'minute_disk_pct', nullable: true })
  minuteDiskPct!: number | null;

  @Column('text', { nullable: true })
  level!: Level | null;

  @Column('timestamp with time zone', { name: 'level_since', precision: 3, nullable: true })
  levelSince!: Date | null;

  /** What the activity said last. */
  @Column('text', { name: 'told_level', nullable: true })
  toldLevel!: Level | null;

  /** Samples that it may still bring in. */
  @Column('double precision', { name: 'sample_credit', nullable: true })
  sampleCredit!: number | null;

  /** Since when it has been heard without falling silent. */
  @Column('timestamp with time zone', { name: 'heard_since', precision: 3, nullable: true })
  heardSince!: Date | null;

  /** How full the fullest of its filesystems is, and the one with the fewest inodes left; null where nobody has said. */
  @Column('double precision', { name: 'filesystem_pct', nullable: true })
  filesystemPct!: number | null;

  @Column('double precision', { name: 'inodes_pct', nullable: true })
  inodesPct!: number | null;

  @Column('jsonb', { default: () => `'{}'` })
  inventory!: Inventory;
}
