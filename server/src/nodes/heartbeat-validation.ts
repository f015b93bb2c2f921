import { limits, nodeIdPattern, type Inventory, type Metrics } from '@hyprbox/contracts';
import { InvalidInputError } from '../http/domain-error.js';
import { isUuid } from '../http/uuid.js';
import { Faults, isObject, type Fields } from './heartbeat-faults.js';
import { heartbeatLimits } from './heartbeat-limits.js';
import { instantOf } from './instant.js';
import { readMetrics } from './metrics-validation.js';

/** A reading of a host and its time in milliseconds since the epoch. */
export interface Sample {
  at: number;
  metrics: Metrics;
}

/** A heartbeat whose every field is known to be good. */
export interface ReadHeartbeat {
  nodeId: string;
  hostname: string;
  agentVersion: string | null;
  intervalSeconds: number;
  inventory: Inventory | null;
  /** Undefined: all that the node carries. */
  running: string[] | undefined;
  /** Null: now. */
  at: number | null;
  metrics: Metrics;
  kept: Sample[];
}

const known = new Set([
  'nodeId',
  'hostname',
  'agentVersion',
  'intervalSeconds',
  'at',
  'metrics',
  'inventory',
  'samples',
  'running',
]);
const timeDetail = 'must be a time as ISO 8601 has it, such as 2026-01-31T12:00:00.000Z';

/** Reads what an agent sent; throws with every fault named by its JSON Pointer. */
export function readHeartbeat(body: unknown): ReadHeartbeat {
  const faults = new Faults();
  if (!isObject(body)) throw new InvalidInputError([{ pointer: '', detail: 'must be a JSON object' }]);
  for (const key in body) if (!known.has(key)) faults.add('', key, 'There is no such field.');
  const { hostnameLength, agentVersionLength } = heartbeatLimits;
  const metrics = readMetrics(body['metrics'], '/metrics', faults);
  const heartbeat = {
    nodeId: readNodeId(body['nodeId'], faults),
    hostname: readText(body['hostname'], '/hostname', hostnameLength, faults),
    agentVersion:
      body['agentVersion'] === undefined
        ? null
        : readText(body['agentVersion'], '/agentVersion', agentVersionLength, faults),
    intervalSeconds: readInterval(body['intervalSeconds'], faults),
    inventory: body['inventory'] === undefined ? null : readInventory(body['inventory'], faults),
    running: body['running'] === undefined ? undefined : readRunning(body['running'], faults),
    at: body['at'] === undefined ? null : readTime(body['at'], '/at', faults),
    kept: body['samples'] === undefined ? [] : readSamples(body['samples'], faults),
  };
  if (metrics === null || faults.found.length > 0) throw new InvalidInputError(faults.found);
  return { ...heartbeat, metrics };
}

function readNodeId(value: unknown, faults: Faults): string {
  if (typeof value === 'string' && nodeIdPattern.test(value)) return value;
  faults.addHere('/nodeId', 'must be 1 to 128 of a-z, 0-9, dot, underscore and hyphen, the first a letter or digit');
  return '';
}

function readInterval(value: unknown, faults: Faults): number {
  const max = heartbeatLimits.intervalSeconds;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= max) return value;
  faults.addHere('/intervalSeconds', `must be a whole number of seconds from 1 to ${max}`);
  return 0;
}

/** Shown in terminals and tables, so nothing that moves a cursor. */
const unprintable = /[\p{Cc}\p{Surrogate}]/u;

function readText(value: unknown, pointer: string, maxLength: number, faults: Faults): string {
  if (typeof value === 'string' && value !== '' && value.length <= maxLength && !unprintable.test(value)) return value;
  faults.addHere(pointer, `must be a text of 1 to ${maxLength} characters without control characters`);
  return '';
}

function readTime(value: unknown, pointer: string, faults: Faults): number {
  const at = instantOf(value);
  if (at === null) faults.addHere(pointer, timeDetail);
  return at ?? 0;
}

const inventoryTexts = new Set(['ip', 'region', 'os', 'kernel', 'architecture', 'cpuModel', 'virtualization']);

function readInventory(value: unknown, faults: Faults): Inventory {
  if (!isObject(value)) {
    faults.addHere('/inventory', 'must be an object');
    return {};
  }
  const read: Fields = {};
  for (const [key, fact] of Object.entries(value)) {
    if (inventoryTexts.has(key)) {
      // An agent that can't tell a fact may send it empty.
      read[key] = fact === '' ? '' : readText(fact, `/inventory/${key}`, heartbeatLimits.inventoryLength, faults);
    } else if (key === 'cpuCores') {
      const good = typeof fact === 'number' && Number.isInteger(fact) && fact >= 0 && fact <= heartbeatLimits.cpuCores;
      if (good) read[key] = fact;
      else faults.add('/inventory', key, 'must be a count');
    } else {
      faults.add('/inventory', key, 'There is no such field.');
    }
  }
  // Every field has just been checked.
  return read as Inventory;
}

function readSamples(value: unknown, faults: Faults): Sample[] {
  if (!Array.isArray(value) || value.length > limits.samplesPerHeartbeat) {
    faults.addHere('/samples', `must be a list of at most ${limits.samplesPerHeartbeat} samples`);
    return [];
  }
  const samples: Sample[] = [];
  value.forEach((each: unknown, index) => {
    const pointer = `/samples/${index}`;
    if (!isObject(each)) {
      faults.addHere(pointer, 'must be an object');
      return;
    }
    for (const key in each) {
      if (key !== 'at' && key !== 'metrics') faults.add(pointer, key, 'There is no such field.');
    }
    const at = readTime(each['at'], `${pointer}/at`, faults);
    const metrics = readMetrics(each['metrics'], `${pointer}/metrics`, faults);
    if (metrics) samples.push({ at, metrics });
  });
  return samples;
}

function readRunning(value: unknown, faults: Faults): string[] {
  if (Array.isArray(value) && value.length <= heartbeatLimits.running && value.every(isUuid)) return value;
  faults.addHere('/running', `must be a list of at most ${heartbeatLimits.running} ids of executions`);
  return [];
}
