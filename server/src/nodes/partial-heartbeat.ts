import { limits, printableLine, type Inventory, type Machine } from '@hyprbox/contracts';
import { heartbeatSchema, inventorySchema, keptSampleSchema, machineSchema } from '@hyprbox/contracts/schemas';
import { InvalidInputError } from '../common/domain-error.js';
import { namedFaults } from '../common/named-faults.js';
import { fieldChecks, type FieldCheck } from '../common/schema-check.js';
import { Faults, isObject, type Fields } from './heartbeat-faults.js';
import type { KeptSample, ReadHeartbeat } from './heartbeat-validation.js';
import { readMetrics, type Findings } from './metrics-validation.js';

const heartbeatFields = fieldChecks(heartbeatSchema);
const inventoryFields = fieldChecks(inventorySchema);
const machineFields = fieldChecks(machineSchema);
const sampleTime = fieldOf(fieldChecks(keptSampleSchema), 'at');

function fieldOf(checks: ReadonlyMap<string, FieldCheck>, name: string): FieldCheck {
  const field = checks.get(name);
  if (field === undefined) throw new Error(`There is no field ${name}`);
  return field;
}

/** Reads, value by value, what can be used of a heartbeat that does not fit its schema as a whole. */
export function readPartialHeartbeat(body: unknown): ReadHeartbeat {
  const refused = new Faults();
  const dropped = new Faults(namedFaults);
  const findings = { refused, dropped };
  if (!isObject(body)) throw new InvalidInputError([{ pointer: '', detail: 'must be a JSON object' }]);
  for (const key in body) if (!heartbeatFields.has(key)) refused.add('', key, 'There is no such field.');
  const metrics = readMetrics(body['metrics'], '/metrics', findings);
  const nodeId = readField(body, 'nodeId', refused);
  const hostname = readHostname(body['hostname'], findings);
  const agentVersion = readField(body, 'agentVersion', dropped);
  const intervalSeconds = readField(body, 'intervalSeconds', refused);
  const inventory = body['inventory'] === undefined ? null : readInventory(body['inventory'], dropped);
  const running = readField(body, 'running', refused);
  const machine = body['machine'] === undefined ? null : readMachine(body['machine'], dropped);
  const at = readField(body, 'at', refused);
  const kept = body['samples'] === undefined ? [] : readSamples(body['samples'], findings);
  if (metrics === null || refused.count > 0) throw new InvalidInputError(refused.found);
  return {
    // Nothing was refused, so each of these fits its schema.
    nodeId: nodeId as string,
    hostname,
    agentVersion: (agentVersion as string | undefined) ?? null,
    intervalSeconds: intervalSeconds as number,
    inventory,
    running: running as string[] | undefined,
    machine,
    at: typeof at === 'string' ? Date.parse(at) : null,
    metrics,
    kept,
    dropped,
  };
}

/** @returns undefined, and a fault, if it does not fit */
function readField(body: Fields, name: string, faults: Faults): unknown {
  const { fits, fault } = fieldOf(heartbeatFields, name);
  const value = body[name];
  if (fits(value)) return value;
  faults.addHere(`/${name}`, fault);
  return undefined;
}

/** No node is without one, so what a person could not read in it is replaced. */
function readHostname(value: unknown, { refused, dropped }: Findings): string {
  const { fits, fault } = fieldOf(heartbeatFields, 'hostname');
  const shown = typeof value === 'string' ? printableLine(value) : '';
  if (!fits(shown)) refused.addHere('/hostname', fault);
  else if (shown !== value) dropped.addHere('/hostname', 'must not hold control characters: they are replaced');
  return shown;
}

function readMachine(value: unknown, dropped: Faults): Machine | null {
  if (!isObject(value)) {
    dropped.addHere('/machine', fieldOf(heartbeatFields, 'machine').fault);
    return null;
  }
  for (const key in value) if (!machineFields.has(key)) dropped.add('/machine', key, 'There is no such field.');
  const wrong = [...machineFields].filter(([name, { fits }]) => !fits(value[name]));
  for (const [name, { fault }] of wrong) dropped.addHere(`/machine/${name}`, fault);
  const { id, bootId } = value;
  return wrong.length === 0 && typeof id === 'string' && typeof bootId === 'string' ? { id, bootId } : null;
}

function readInventory(value: unknown, dropped: Faults): Inventory | null {
  if (!isObject(value)) {
    dropped.addHere('/inventory', 'must be an object');
    return null;
  }
  const read: Fields = {};
  for (const key in value) {
    const field = inventoryFields.get(key);
    if (field?.fits(value[key])) read[key] = value[key];
    else dropped.add('/inventory', key, field?.fault ?? 'There is no such field.');
  }
  // Every field has just been checked.
  return read as Inventory;
}

function readSamples(value: unknown, { refused, dropped }: Findings): KeptSample[] {
  if (!Array.isArray(value) || value.length > limits.samplesPerHeartbeat) {
    refused.addHere('/samples', fieldOf(heartbeatFields, 'samples').fault);
    return [];
  }
  const samples: KeptSample[] = [];
  value.forEach((each: unknown, index) => {
    const pointer = `/samples/${index}`;
    if (!isObject(each)) {
      dropped.addHere(pointer, 'must be an object');
      return;
    }
    for (const key in each) {
      if (key !== 'at' && key !== 'metrics') dropped.add(pointer, key, 'There is no such field.');
    }
    const at = sampleTime.fits(each['at']) && typeof each['at'] === 'string' ? Date.parse(each['at']) : null;
    if (at === null) dropped.addHere(`${pointer}/at`, sampleTime.fault);
    // A kept sample that is none is left out; the others, and the heartbeat, are taken.
    const metrics = readMetrics(each['metrics'], `${pointer}/metrics`, { refused: dropped, dropped });
    if (metrics && at !== null) samples.push({ at, metrics, index });
  });
  return samples;
}
