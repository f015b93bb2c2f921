import { limits, requiredMetricNames, type Filesystem, type Metrics, type MetricName } from '@hyprbox/contracts';
import { isObject, type Faults, type Fields } from './heartbeat-faults.js';
import { heartbeatLimits } from './heartbeat-limits.js';

interface Rule {
  max: number;
  integer: boolean;
  detail: string;
}

const percent: Rule = { max: 100, integer: false, detail: 'must be a number from 0 to 100' };
const bytes: Rule = { max: Number.MAX_SAFE_INTEGER, integer: true, detail: 'must be a whole number of bytes' };
const rate: Rule = { max: Number.MAX_SAFE_INTEGER, integer: false, detail: 'must be a number of bytes per second' };
const load: Rule = { max: heartbeatLimits.load, integer: false, detail: 'must be a load average' };
const seconds: Rule = { max: Number.MAX_SAFE_INTEGER, integer: false, detail: 'must be a number of seconds' };
const count: Rule = { max: heartbeatLimits.processes, integer: true, detail: 'must be a count' };

const rules: ReadonlyMap<string, Rule> = new Map(
  Object.entries({
    cpuPct: percent,
    memPct: percent,
    diskPct: percent,
    memUsedBytes: bytes,
    memTotalBytes: bytes,
    swapUsedBytes: bytes,
    swapTotalBytes: bytes,
    diskUsedBytes: bytes,
    diskTotalBytes: bytes,
    load1: load,
    load5: load,
    load15: load,
    netRxBps: rate,
    netTxBps: rate,
    diskReadBps: rate,
    diskWriteBps: rate,
    uptimeSeconds: seconds,
    processes: count,
  } satisfies Record<MetricName, Rule>),
);

/** What PostgreSQL's `real` can't hold is no reading either. */
const leastReading = 1e-9;

/**
 * Reads one sample's figures. By hand: a heartbeat may bring 501 of them, and this is the hottest path there is.
 *
 * @param pointer the JSON Pointer of the value
 * @returns null if a fault was found
 */
export function readMetrics(value: unknown, pointer: string, faults: Faults): Metrics | null {
  if (!isObject(value)) {
    faults.addHere(pointer, 'must be an object');
    return null;
  }
  const before = faults.found.length;
  const read: Fields = {};
  for (const key in value) {
    const figure = value[key];
    const rule = rules.get(key);
    if (rule) {
      if (isWithin(figure, rule)) read[key] = figure < leastReading ? 0 : figure;
      else faults.add(pointer, key, rule.detail);
    } else if (key === 'filesystems') {
      read[key] = readFilesystems(figure, `${pointer}/filesystems`, faults);
    } else {
      faults.add(pointer, key, 'There is no such field.');
    }
  }
  for (const name of requiredMetricNames) if (value[name] === undefined) faults.add(pointer, name, percent.detail);
  // Every field has just been checked.
  return faults.found.length > before ? null : (read as unknown as Metrics);
}

function isWithin(value: unknown, { max, integer }: Rule): value is number {
  return typeof value === 'number' && value >= 0 && value <= max && (!integer || Number.isInteger(value));
}

function readFilesystems(value: unknown, pointer: string, faults: Faults): Filesystem[] {
  if (!Array.isArray(value) || value.length > limits.filesystemsPerSample) {
    faults.addHere(pointer, `must be a list of at most ${limits.filesystemsPerSample} file systems`);
    return [];
  }
  return value.map((each: unknown, index) => readFilesystem(each, `${pointer}/${index}`, faults));
}

function readFilesystem(value: unknown, pointer: string, faults: Faults): Filesystem {
  const { mount, fsType, usedBytes, totalBytes, ...unknown } = isObject(value) ? value : {};
  for (const key of Object.keys(unknown)) faults.add(pointer, key, 'There is no such field.');
  const { mountLength, fsTypeLength } = heartbeatLimits;
  const filesystem = { mount: '', fsType: '', usedBytes: 0, totalBytes: 0 };
  if (isStorable(mount, mountLength)) filesystem.mount = mount;
  else faults.add(pointer, 'mount', `must be a path of at most ${mountLength} characters`);
  if (isStorable(fsType, fsTypeLength)) filesystem.fsType = fsType;
  else faults.add(pointer, 'fsType', `must be a text of at most ${fsTypeLength} characters`);
  if (isWithin(usedBytes, bytes)) filesystem.usedBytes = usedBytes;
  else faults.add(pointer, 'usedBytes', bytes.detail);
  if (isWithin(totalBytes, bytes)) filesystem.totalBytes = totalBytes;
  else faults.add(pointer, 'totalBytes', bytes.detail);
  return filesystem;
}

/** PostgreSQL's text and JSON hold neither NUL nor half of a surrogate pair. */
const unstorable = /[\0\p{Surrogate}]/u;

function isStorable(value: unknown, maxLength: number): value is string {
  return typeof value === 'string' && value !== '' && value.length <= maxLength && !unstorable.test(value);
}
