import {
  historyMetricNames,
  metricNames,
  nodeStatuses,
  requiredMetricNames,
  type Filesystem,
  type FleetSummary,
  type History,
  type Inventory,
  type Metrics,
  type Node,
  type Spark,
  type Sparks,
} from '@hyprbox/contracts';
import { count, instant, listOf, nullable, number, objectOf, oneOf, text, type Schema } from '../http/schemas.js';
import { thresholdsSchema } from '../settings/settings.schema.js';

const filesystem = objectOf<Filesystem>({ mount: text, fsType: text, usedBytes: count, totalBytes: count });

/** A field for each of the names, all alike. */
function each<Name extends string>(names: readonly Name[], schema: Schema): Record<Name, Schema> {
  return Object.fromEntries(names.map((name) => [name, schema])) as Record<Name, Schema>;
}

const required = new Set<string>(requiredMetricNames);
const metrics: Schema = {
  ...objectOf<Metrics>({ ...each(metricNames, number), filesystems: listOf(filesystem) }),
  required: metricNames.filter((name) => required.has(name)),
};

const inventory: Schema = {
  ...objectOf<Inventory>({
    ip: text,
    region: text,
    os: text,
    kernel: text,
    architecture: text,
    cpuModel: text,
    cpuCores: count,
    virtualization: text,
  }),
  required: [],
};

export const nodeSchema = objectOf<Node>({
  id: text,
  hostname: text,
  displayName: nullable(text),
  status: oneOf(nodeStatuses),
  lastSeenAt: nullable(instant),
  intervalSeconds: count,
  agentVersion: nullable(text),
  tags: listOf(text),
  metrics: nullable(metrics),
  inventory,
});

export const summarySchema = objectOf<FleetSummary>({
  total: count,
  byStatus: { type: 'object', properties: each(nodeStatuses, count), required: [...nodeStatuses] },
  jobs: objectOf<FleetSummary['jobs']>({ queued: count, running: count, succeeded24h: count, failed24h: count }),
  longestSilence: nullable(
    objectOf<NonNullable<FleetSummary['longestSilence']>>({ nodeId: text, lastSeenAt: instant }),
  ),
  thresholds: thresholdsSchema,
});

const extremes: Schema = { type: 'object', properties: each(historyMetricNames, number) };
export const historySchema = objectOf<History>({
  resolutionSeconds: count,
  points: listOf(
    objectOf<History['points'][number]>(
      { at: instant, ...each(historyMetricNames, nullable(number)), min: extremes, max: extremes },
      'min',
      'max',
    ),
  ),
});

const line = listOf(nullable(number));
export const sparksSchema = objectOf<Sparks>({
  items: listOf(objectOf<Spark>({ nodeId: text, cpuPct: line, memPct: line, diskPct: line })),
});
