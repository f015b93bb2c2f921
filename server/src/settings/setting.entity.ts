import type { Settings } from '@hyprbox/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One group of the settings, as it was set last; a group that never was has no row. */
@Entity('settings')
export class SettingEntity {
  @PrimaryColumn('text')
  name!: keyof Settings;

  @Column('jsonb')
  value!: Partial<Settings[keyof Settings]>;

  @Column('timestamp with time zone', { name: 'updated_at', precision: 3 })
  updatedAt!: Date;
}
