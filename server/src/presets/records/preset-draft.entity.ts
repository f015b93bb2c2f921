import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** The one draft of a preset. */
@Entity('preset_drafts')
export class PresetDraftEntity {
  @ForeignKey('PresetEntity', 'name', { name: 'preset_drafts_preset_fkey', onDelete: 'CASCADE' })
  @PrimaryColumn('text', { primaryKeyConstraintName: 'preset_drafts_pkey' })
  preset!: string;

  @Column('text')
  source!: string;

  /** The version that it was begun from; 0 for a new preset. */
  @Column('integer', { name: 'based_on' })
  basedOn!: number;

  /** Counts the times that it was saved. */
  @Column('integer')
  revision!: number;

  @ForeignKey('UserEntity', 'id', { name: 'preset_drafts_author_fkey' })
  @Column('uuid', { nullable: true })
  author!: string | null;

  @Column('text', { name: 'author_name', nullable: true })
  authorName!: string | null;

  @Column('timestamp with time zone', { name: 'updated_at', precision: 3 })
  updatedAt!: Date;
}
