import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { historyColumns } from './metric-columns.js';
import { rollupSizes } from './rollup-sizes.js';

/** What the samples of one node come to in one bucket of time; of the node `*`, those of the whole fleet. */
export interface RollupEntity {
  nodeId: string;
  /** The bucket's beginning. */
  at: Date;
  /** How many there were. */
  samples: number;
}

/** Of each figure that is rolled up. */
export const rollupAggregates = ['avg', 'min', 'max'] as const;

const figures = Object.fromEntries(
  historyColumns.flatMap(({ column }) =>
    rollupAggregates.map((aggregate): [string, EntitySchemaColumnOptions] => [
      `${column}_${aggregate}`,
      { type: 'double precision', nullable: true },
    ]),
  ),
);

/** A table for each size. Partitioned by month. */
export const rollupEntities = rollupSizes.map(
  ({ name, table }) =>
    new EntitySchema<RollupEntity>({
      name: `Rollup${name}`,
      tableName: table,
      columns: {
        nodeId: { name: 'node_id', type: 'text', primary: true },
        at: { type: 'timestamp with time zone', precision: 3, primary: true },
        samples: { type: 'integer' },
        ...figures,
      },
      indices: [{ name: `${table}_at_idx`, synchronize: false }],
    }),
);
