import type { PresetSource, PresetSourceChange, PresetSourceState } from '@hyprbox/contracts';
import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** A repository that brings presets, and how the last look at it went. */
@Entity('preset_sources')
@Unique('preset_sources_name_key', ['name'])
@Unique('preset_sources_webhook_sha256_key', ['webhookSha256'])
export class PresetSourceEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;

  @Column('text')
  url!: string;

  @Column('text')
  branch!: string;

  /** The directory of the presets in it; empty for its root. */
  @Column('text')
  path!: string;

  @Column('text', { name: 'credentials_ref', nullable: true })
  credentialsRef!: string | null;

  @Column('text', { name: 'known_hosts', nullable: true })
  knownHosts!: string | null;

  @Column('boolean')
  enabled!: boolean;

  @Column('integer')
  version!: number;

  /** SHA-256 of the token in the address of its webhook. */
  @Column('bytea', { name: 'webhook_sha256' })
  webhookSha256!: Buffer;

  @Column('text')
  state!: PresetSourceState;

  @Column('text', { nullable: true })
  problem!: string | null;

  /** At most 100. */
  @Column('jsonb')
  faults!: PresetSource['faults'];

  @Column('integer', { name: 'fault_count' })
  faultCount!: number;

  /** The commit that is used. */
  @Column('text', { nullable: true })
  commit!: string | null;

  @Column('timestamp with time zone', { name: 'committed_at', precision: 3, nullable: true })
  committedAt!: Date | null;

  /** Of a rewritten branch: the commit that it has now. */
  @Column('text', { name: 'diverged_commit', nullable: true })
  divergedCommit!: string | null;

  @Column('timestamp with time zone', { name: 'checked_at', precision: 3, nullable: true })
  checkedAt!: Date | null;

  @Column('timestamp with time zone', { name: 'synced_at', precision: 3, nullable: true })
  syncedAt!: Date | null;

  /** What changed when any of its presets did last, at most 100 of each kind. */
  @Column('jsonb', { name: 'last_change', nullable: true })
  lastChange!: PresetSourceChange | null;

  /** When it is looked at next. */
  @Column('timestamp with time zone', { name: 'due_at', precision: 3 })
  dueAt!: Date;

  /** A replica looks at it until then at the latest; null: none does. */
  @Column('timestamp with time zone', { name: 'claimed_until', precision: 3, nullable: true })
  claimedUntil!: Date | null;

  @Column('timestamp with time zone', { name: 'created_at', precision: 3 })
  createdAt!: Date;
}
