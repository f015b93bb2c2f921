import Type, { type Static } from 'typebox';
import { limits } from './limits.js';
import { metricsSchema } from './metrics.schema.js';
import { nodeIdPattern } from './nodes.js';
import { faultSchema } from './problem.schema.js';
import { closed, count, listOf } from './schema-parts.js';

/** A text that people read, on one line. */
const line = (maxLength: number) => ({
  maxLength,
  format: 'line',
  fault: `must be a text of 1 to ${maxLength} characters without control characters`,
});
const agentVersion = Type.String({ minLength: 1, ...line(limits.agentVersionLength) });
const machineId = Type.String({ minLength: 1, ...line(limits.machineIdLength) });
/** An agent that can't tell a fact may send it empty. */
const fact = Type.Optional(Type.String(line(limits.inventoryTextLength)));

export const inventorySchema = Type.Object(
  {
    ip: fact,
    region: fact,
    os: fact,
    kernel: fact,
    architecture: fact,
    cpuModel: fact,
    cpuCores: Type.Optional(Type.Integer({ minimum: 0, maximum: limits.cpuCoresMax, fault: 'must be a count' })),
    virtualization: fact,
  },
  { ...closed, fault: 'must be an object' },
);
export type Inventory = Static<typeof inventorySchema>;

const time = {
  format: 'date-time',
  fault: 'must be a time as ISO 8601 has it, such as 2026-01-31T12:00:00.000Z',
};

/** A sample that was kept while the server was away. */
export const keptSampleSchema = Type.Object(
  { at: Type.String(time), metrics: metricsSchema },
  { ...closed, fault: 'must be an object' },
);
export type KeptSample = Static<typeof keptSampleSchema>;

/** The machine that an agent runs on; a copy of its state directory, or a clone of its disk, runs on another. */
export const machineSchema = Type.Object(
  {
    /** Made from its machine-id. */
    id: machineId,
    /** Of the kernel's start. */
    bootId: machineId,
  },
  {
    ...closed,
    description: 'What the agent runs on: of two machines that report as one node, one is refused (409).',
    fault: 'must be an object',
  },
);
export type Machine = Static<typeof machineSchema>;

/** What is taken whole. Of what does not fit, some is refused and most is only left out: the server's reader says which. */
export const heartbeatSchema = Type.Object(
  {
    nodeId: Type.String({
      pattern: nodeIdPattern.source,
      fault: 'must be 1 to 128 of a-z, 0-9, dot, underscore and hyphen, the first a letter or digit',
    }),
    hostname: Type.String({
      minLength: 1,
      maxLength: limits.hostnameLength,
      format: 'line',
      fault: `must be a text of 1 to ${limits.hostnameLength} characters`,
    }),
    agentVersion: Type.Optional(agentVersion),
    intervalSeconds: Type.Integer({
      minimum: 1,
      maximum: limits.heartbeatIntervalSecondsMax,
      fault: `must be a whole number of seconds from 1 to ${limits.heartbeatIntervalSecondsMax}`,
    }),
    at: Type.Optional(Type.String({ ...time, description: 'When the figures were read; now, if it is left out.' })),
    metrics: metricsSchema,
    /** Sent the first time and on change. */
    inventory: Type.Optional(inventorySchema),
    samples: Type.Optional(
      Type.Array(keptSampleSchema, {
        maxItems: limits.samplesPerHeartbeat,
        description: 'What was kept while the server was away.',
        fault: `must be a list of at most ${limits.samplesPerHeartbeat} samples`,
      }),
    ),
    machine: Type.Optional(machineSchema),
    /** Only their leases are renewed. Absent: all of the node's. */
    running: Type.Optional(
      Type.Array(Type.String({ format: 'uuid' }), {
        maxItems: limits.runningPerHeartbeat,
        description: 'The executions that the agent carries; all of its node if it is left out.',
        fault: `must be a list of at most ${limits.runningPerHeartbeat} ids of executions`,
      }),
    ),
  },
  closed,
);
export type Heartbeat = Static<typeof heartbeatSchema>;

export const heartbeatAcceptedSchema = Type.Object({
  accepted: Type.Unsafe<true>({ type: 'boolean' }),
  /** What could not be used and was left out, the first of it by name; absent if everything was taken. */
  dropped: Type.Optional(listOf(faultSchema)),
  /** How many values were left out, those that are not named included. */
  droppedCount: Type.Optional(count),
});
export type HeartbeatAccepted = Static<typeof heartbeatAcceptedSchema>;
