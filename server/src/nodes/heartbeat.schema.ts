import { limits, metricNames, nodeIdPattern, requiredMetricNames } from '@hyprbox/contracts';
import type { ApiBodyOptions } from '@nestjs/swagger';
import { heartbeatLimits } from './heartbeat-limits.js';

type Schema = Extract<ApiBodyOptions, { schema: unknown }>['schema'];

const number: Schema = { type: 'number', minimum: 0 };
const bytes: Schema = { type: 'integer', minimum: 0 };
const instant: Schema = { type: 'string', format: 'date-time' };

const metrics: Schema = {
  type: 'object',
  required: [...requiredMetricNames],
  additionalProperties: false,
  properties: {
    ...Object.fromEntries(
      metricNames.map((name) => [name, name.endsWith('Pct') ? { ...number, maximum: 100 } : number]),
    ),
    filesystems: {
      type: 'array',
      maxItems: limits.filesystemsPerSample,
      items: {
        type: 'object',
        required: ['mount', 'fsType', 'usedBytes', 'totalBytes'],
        properties: { mount: { type: 'string' }, fsType: { type: 'string' }, usedBytes: bytes, totalBytes: bytes },
      },
    },
  },
};

const inventory: Schema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    ...Object.fromEntries(
      ['ip', 'region', 'os', 'kernel', 'architecture', 'cpuModel', 'virtualization'].map((name) => [
        name,
        { type: 'string', maxLength: heartbeatLimits.inventoryLength },
      ]),
    ),
    cpuCores: bytes,
  },
};

/** For the OpenAPI file; what holds is `heartbeat-validation.ts`. */
export const heartbeatSchema: Schema = {
  type: 'object',
  required: ['nodeId', 'hostname', 'intervalSeconds', 'metrics'],
  additionalProperties: false,
  properties: {
    nodeId: { type: 'string', pattern: nodeIdPattern.source },
    hostname: { type: 'string', maxLength: heartbeatLimits.hostnameLength },
    agentVersion: { type: 'string', maxLength: heartbeatLimits.agentVersionLength },
    intervalSeconds: { type: 'integer', minimum: 1, maximum: heartbeatLimits.intervalSeconds },
    at: { ...instant, description: 'When the figures were read; now, if it is left out.' },
    metrics,
    inventory,
    samples: {
      type: 'array',
      maxItems: limits.samplesPerHeartbeat,
      description: 'What was kept while the server was away.',
      items: { type: 'object', required: ['at', 'metrics'], properties: { at: instant, metrics } },
    },
    running: {
      type: 'array',
      maxItems: heartbeatLimits.running,
      items: { type: 'string', format: 'uuid' },
      description: 'The executions that the agent carries; all of its node if it is left out.',
    },
  },
};
