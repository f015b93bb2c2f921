import { limits, requiredMetricNames, type Filesystem, type Metrics } from '@hyprbox/contracts';
import { filesystemSchema, metricsSchema } from '@hyprbox/contracts/schemas';
import { fieldChecks } from '../common/schema-check.js';
import { isObject, type Faults, type Fields } from './heartbeat-faults.js';

/** What PostgreSQL's `real` can't hold is no reading either. */
const leastReading = 1e-9;

/** A reading that fits its schema, as it is stored. */
export function storedMetrics(metrics: Metrics): Metrics {
  const figures: Readonly<Record<string, unknown>> = metrics;
  for (const name in figures) {
    if (isTooSmall(figures[name])) {
      const stored = Object.entries(metrics).map(([each, value]) => [each, isTooSmall(value) ? 0 : value]);
      // The names are those of `metrics`.
      return Object.fromEntries(stored) as Metrics;
    }
  }
  return metrics;
}

function isTooSmall(value: unknown): boolean {
  return typeof value === 'number' && value < leastReading && value !== 0;
}

/** Where a fault in a sample goes. */
export interface Findings {
  /** A sample without its headline figures is none. */
  refused: Faults;
  /** What is left out, the rest of the sample is taken. */
  dropped: Faults;
}

const metricsFields = fieldChecks(metricsSchema);
const headlineNames = new Set<string>(requiredMetricNames);

/**
 * Reads what can be used of a sample that does not fit its schema as a whole.
 *
 * @param pointer the JSON Pointer of the value
 * @returns null if a headline figure is missing or wrong
 */
export function readMetrics(value: unknown, pointer: string, { refused, dropped }: Findings): Metrics | null {
  if (!isObject(value)) {
    refused.addHere(pointer, 'must be an object');
    return null;
  }
  const read: Fields = {};
  for (const key in value) {
    const field = metricsFields.get(key);
    if (field === undefined) dropped.add(pointer, key, 'There is no such field.');
    else if (field.fits(value[key])) read[key] = value[key];
    else if (key === 'filesystems' && Array.isArray(value[key])) {
      read[key] = readFilesystems(value[key], `${pointer}/filesystems`, dropped);
    } else if (!headlineNames.has(key)) dropped.add(pointer, key, field.fault);
  }
  let isWhole = true;
  for (const name of requiredMetricNames) {
    if (read[name] !== undefined) continue;
    refused.add(pointer, name, metricsFields.get(name)?.fault ?? '');
    isWhole = false;
  }
  // Every field has just been checked.
  return isWhole ? storedMetrics(read as unknown as Metrics) : null;
}

function readFilesystems(values: unknown[], pointer: string, dropped: Faults): Filesystem[] {
  const most = limits.filesystemsPerSample;
  const read: Filesystem[] = [];
  values.forEach((each, index) => {
    if (index >= most) return dropped.add(pointer, index, `must be one of at most ${most} file systems`);
    const filesystem = readFilesystem(each, `${pointer}/${index}`, dropped);
    if (filesystem) read.push(filesystem);
  });
  return read;
}

const filesystemFields = fieldChecks(filesystemSchema);
const neededOfFilesystem = new Set<string>(filesystemSchema.required);

/** @returns null if it can't be used without what is wrong in it */
function readFilesystem(value: unknown, pointer: string, dropped: Faults): Filesystem | null {
  if (!isObject(value)) {
    dropped.addHere(pointer, 'must be an object');
    return null;
  }
  for (const key of Object.keys(value)) {
    if (!filesystemFields.has(key)) dropped.add(pointer, key, 'There is no such field.');
  }
  const read: Fields = {};
  for (const [name, { fits, fault }] of filesystemFields) {
    if (!fits(value[name])) {
      dropped.add(pointer, name, fault);
      if (neededOfFilesystem.has(name)) return null;
      continue;
    }
    if (value[name] === undefined) continue;
    read[name] = value[name];
  }
  // Every field has just been checked.
  return read as unknown as Filesystem;
}
