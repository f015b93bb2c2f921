import { metricNames, requiredMetricNames, type Filesystem, type MetricName } from '@hyprbox/contracts';
import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { figureColumns } from './metric-columns.js';

/** A reading of a host as it is stored; bigint as text, as the driver gives it. */
export type SampleEntity = { nodeId: string; at: Date; filesystems: Filesystem[] | null; late: boolean } & Record<
  MetricName,
  number | string | null
>;

const required = new Set<string>(requiredMetricNames);
const figures = Object.fromEntries(
  metricNames.map((name): [MetricName, EntitySchemaColumnOptions] => {
    const { column, type } = figureColumns[name];
    return [name, { name: column, type, nullable: !required.has(name) }];
  }),
);

/** Partitioned by day. A figure's column is written down once, in `metric-columns.ts`. */
export const sampleEntity = new EntitySchema<SampleEntity>({
  name: 'Sample',
  tableName: 'heartbeats',
  columns: {
    nodeId: { name: 'node_id', type: 'text', primary: true },
    at: { type: 'timestamp with time zone', precision: 3, primary: true },
    ...figures,
    filesystems: { type: 'jsonb', nullable: true },
    // It was kept on the host while the server could not be reached.
    late: { type: 'boolean', default: false },
  },
  indices: [{ name: 'heartbeats_at_idx', synchronize: false }],
});
