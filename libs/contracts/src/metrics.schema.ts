import Type, { type Static, type TSchema } from 'typebox';
import { limits } from './limits.js';
import type { MetricName } from './nodes.js';
import { closed } from './schema-parts.js';

const { MAX_SAFE_INTEGER } = Number;

const percent = Type.Number({ minimum: 0, maximum: 100, fault: 'must be a number from 0 to 100' });
const bytes = Type.Integer({ minimum: 0, maximum: MAX_SAFE_INTEGER, fault: 'must be a whole number of bytes' });
const inodes = Type.Integer({ minimum: 0, maximum: MAX_SAFE_INTEGER, fault: 'must be a whole number of inodes' });
const bytesPerSecond = Type.Number({
  minimum: 0,
  maximum: MAX_SAFE_INTEGER,
  fault: 'must be a number of bytes per second',
});
const load = Type.Number({ minimum: 0, maximum: limits.loadAverageMax, fault: 'must be a load average' });
const seconds = Type.Number({ minimum: 0, maximum: MAX_SAFE_INTEGER, fault: 'must be a number of seconds' });
const processes = Type.Integer({ minimum: 0, maximum: limits.processesMax, fault: 'must be a count' });

const mount = {
  minLength: 1,
  maxLength: limits.mountLength,
  format: 'storable',
  fault: `must be a path of at most ${limits.mountLength} characters`,
};

export const filesystemSchema = Type.Object(
  {
    mount: Type.String(mount),
    fsType: Type.String({
      minLength: 1,
      maxLength: limits.fsTypeLength,
      format: 'line',
      fault: `must be a text of at most ${limits.fsTypeLength} characters without control characters`,
    }),
    usedBytes: bytes,
    totalBytes: bytes,
    /** Where the filesystem has a fixed number of them. */
    inodesUsed: Type.Optional(inodes),
    inodesTotal: Type.Optional(inodes),
    /** Nobody can fill it up, nor make room on it. */
    readOnly: Type.Optional(Type.Boolean({ fault: 'must be true or false' })),
  },
  closed,
);
export type Filesystem = Static<typeof filesystemSchema>;

const figures = {
  cpuPct: percent,
  memPct: percent,
  diskPct: percent,
  memUsedBytes: Type.Optional(bytes),
  memTotalBytes: Type.Optional(bytes),
  swapUsedBytes: Type.Optional(bytes),
  swapTotalBytes: Type.Optional(bytes),
  diskUsedBytes: Type.Optional(bytes),
  diskTotalBytes: Type.Optional(bytes),
  load1: Type.Optional(load),
  load5: Type.Optional(load),
  load15: Type.Optional(load),
  netRxBps: Type.Optional(bytesPerSecond),
  netTxBps: Type.Optional(bytesPerSecond),
  diskReadBps: Type.Optional(bytesPerSecond),
  diskWriteBps: Type.Optional(bytesPerSecond),
  uptimeSeconds: Type.Optional(seconds),
  processes: Type.Optional(processes),
} satisfies Record<MetricName, TSchema>;

/** One reading of a host: percentages are 0..100, `…Bps` bytes per second. */
export const metricsSchema = Type.Object(
  {
    ...figures,
    /** Where the filesystem is mounted that `diskPct` and its bytes are of: the fullest of the host's own. */
    diskMount: Type.Optional(
      Type.String({ ...mount, description: 'Where the filesystem is mounted that diskPct is of.' }),
    ),
    filesystems: Type.Optional(
      Type.Array(filesystemSchema, { maxItems: limits.filesystemsPerSample, fault: 'must be a list of file systems' }),
    ),
  },
  { ...closed, fault: 'must be an object' },
);
export type Metrics = Static<typeof metricsSchema>;
