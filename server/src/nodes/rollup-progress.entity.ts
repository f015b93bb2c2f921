import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RollupSize } from './rollup-sizes.js';

/** Up to when samples are rolled up to a size. */
@Entity('rollup_progress')
export class RollupProgressEntity {
  @PrimaryColumn('text')
  size!: RollupSize['name'];

  @Column('timestamp with time zone', { precision: 3 })
  until!: Date;
}
