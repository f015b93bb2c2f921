import { Entity, PrimaryColumn } from 'typeorm';

/** An hour of a node to roll up again, as samples of it came late. */
@Entity('rollup_backlog')
export class RollupBacklogEntity {
  @PrimaryColumn('text', { name: 'node_id' })
  nodeId!: string;

  /** The hour's beginning. */
  @PrimaryColumn('timestamp with time zone', { precision: 3 })
  at!: Date;
}
