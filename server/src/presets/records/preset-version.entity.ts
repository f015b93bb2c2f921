import type { PresetDescription, PresetFunction } from '@hyprbox/contracts';
import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** A version of a preset. It never changes: the server's role may only read and add. */
@Entity('preset_versions')
export class PresetVersionEntity {
  @ForeignKey('PresetEntity', 'name', { name: 'preset_versions_preset_fkey' })
  @PrimaryColumn('text', { primaryKeyConstraintName: 'preset_versions_pkey' })
  preset!: string;

  @PrimaryColumn('integer', { primaryKeyConstraintName: 'preset_versions_pkey' })
  version!: number;

  /** The whole source. */
  @Column('text')
  template!: string;

  /** What it uses, as it was when it was published. */
  @Column('jsonb')
  functions!: PresetFunction[];

  @Column('jsonb')
  description!: PresetDescription;

  /** Of the source and the functions: see `hashOfVersion`. */
  @Column('text')
  sha256!: string;

  @Column('text')
  message!: string;

  @ForeignKey('UserEntity', 'id', { name: 'preset_versions_author_fkey' })
  @Column('uuid', { nullable: true })
  author!: string | null;

  @Column('text', { name: 'author_name', nullable: true })
  authorName!: string | null;

  @ForeignKey('UserEntity', 'id', { name: 'preset_versions_published_by_fkey' })
  @Column('uuid', { name: 'published_by', nullable: true })
  publishedBy!: string | null;

  @Column('text', { name: 'published_by_name', nullable: true })
  publishedByName!: string | null;

  @Column('timestamp with time zone', { name: 'published_at', precision: 3 })
  publishedAt!: Date;

  /** The commit of a repository that it comes from. */
  @Column('text', { nullable: true })
  commit!: string | null;
}
