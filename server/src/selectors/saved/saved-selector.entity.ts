import type { Selector } from '@hyprbox/contracts';
import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** A selector that has a name. */
@Entity('saved_selectors')
export class SavedSelectorEntity {
  @PrimaryColumn('text')
  name!: string;

  @Column('jsonb')
  selector!: Selector;

  @ForeignKey('UserEntity', 'id', { name: 'saved_selectors_updated_by_fkey' })
  @Column('uuid', { name: 'updated_by', nullable: true })
  updatedBy!: string | null;

  @Column('text', { name: 'updated_by_name', nullable: true })
  updatedByName!: string | null;

  @Column('timestamp with time zone', { name: 'updated_at', precision: 3 })
  updatedAt!: Date;
}
