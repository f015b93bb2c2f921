import type { PresetDescription, PresetOrigin } from '@hyprbox/contracts';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A preset, and what lists show of its current version. */
@Entity('presets')
@Index('presets_source_id_idx', { synchronize: false })
export class PresetEntity {
  @PrimaryColumn('text')
  name!: string;

  @Column('text')
  origin!: PresetOrigin;

  @ForeignKey('PresetSourceEntity', 'id', { name: 'presets_source_id_fkey' })
  @Column('uuid', { name: 'source_id', nullable: true })
  sourceId!: string | null;

  /** The current one; 0 before the first. */
  @Column('integer')
  version!: number;

  /** Null before the first version. */
  @Column('jsonb', { nullable: true })
  description!: PresetDescription | null;

  @Column('text', { nullable: true })
  sha256!: string | null;

  @Column('timestamp with time zone', { name: 'published_at', precision: 3, nullable: true })
  publishedAt!: Date | null;

  @Column('text', { name: 'published_by_name', nullable: true })
  publishedByName!: string | null;

  /** No job is made of it any more. */
  @Column('timestamp with time zone', { name: 'retired_at', precision: 3, nullable: true })
  retiredAt!: Date | null;

  /** Null where what it comes from retired it. */
  @Column('text', { name: 'retired_by_name', nullable: true })
  retiredByName!: string | null;

  /** Why it was retired. */
  @Column('text', { name: 'retired_reason', nullable: true })
  retiredReason!: string | null;

  /** Why what its file says now is not used. */
  @Column('text', { nullable: true })
  problem!: string | null;

  /** Of a built-in one: the newest HyprBox that said what is current of it. */
  @Column('text', { name: 'shipped_with', nullable: true })
  shippedWith!: string | null;

  @Column('timestamp with time zone', { name: 'created_at', precision: 3 })
  createdAt!: Date;
}
