import type { AlertRoute } from '@hyprbox/contracts';
import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** The ordered list of routes, as one. */
@Entity('alert_routes')
@Check('alert_routes_singleton_check', 'singleton')
export class AlertRoutesEntity {
  @PrimaryColumn('boolean', { default: true })
  singleton!: boolean;

  /** Without a key as the version before wrote them: it is the name then. */
  @Column('jsonb')
  routes!: (AlertRoute & { key?: string })[];

  @Column('integer')
  version!: number;
}
