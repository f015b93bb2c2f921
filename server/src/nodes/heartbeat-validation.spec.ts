import { limits } from '@hyprbox/contracts';
import { aHeartbeat, keptSamples, someMetrics } from '@hyprbox/testing';
import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../http/domain-error.js';
import { readHeartbeat } from './heartbeat-validation.js';

function faultsOf(body: unknown): string[] {
  try {
    readHeartbeat(body);
    return [];
  } catch (error) {
    if (error instanceof InvalidInputError) return error.faults.map(({ pointer }) => pointer);
    throw error;
  }
}

const withMetric = (name: string, value: unknown): unknown => ({
  ...aHeartbeat(),
  metrics: { ...someMetrics(), [name]: value },
});

describe('readHeartbeat', () => {
  it('takes a whole heartbeat as it is', () => {
    const sent = aHeartbeat({
      at: '2026-01-31T12:00:00.250Z',
      inventory: { ip: '10.0.0.1', cpuCores: 4, region: '' },
      samples: keptSamples(2, new Date('2026-01-31T12:00:00Z')),
      running: ['018f3b1c-0000-7000-8000-000000000001'],
    });
    const read = readHeartbeat(sent);
    expect(read).toMatchObject({
      nodeId: sent.nodeId,
      hostname: sent.hostname,
      inventory: sent.inventory,
      running: sent.running,
    });
    expect(read.at).toBe(Date.parse('2026-01-31T12:00:00.250Z'));
    expect(read.metrics).toEqual(sent.metrics);
    expect(read.kept.map(({ at }) => new Date(at).toISOString())).toEqual(sent.samples?.map(({ at }) => at));
  });

  it('takes the least that is required', () => {
    const read = readHeartbeat({
      nodeId: 'a',
      hostname: 'a',
      intervalSeconds: 1,
      metrics: { cpuPct: 0, memPct: 100, diskPct: 50.5 },
    });
    expect(read).toMatchObject({ agentVersion: null, inventory: null, running: undefined, at: null, kept: [] });
  });

  it('takes as many samples as a heartbeat may bring', () => {
    const samples = keptSamples(limits.samplesPerHeartbeat, new Date());
    expect(readHeartbeat(aHeartbeat({ samples })).kept).toHaveLength(500);
    expect(faultsOf({ ...aHeartbeat(), samples: [...samples, samples[0]] })).toEqual(['/samples']);
  });

  it('rounds down to zero what no column can hold', () => {
    expect(readHeartbeat(withMetric('load1', 1e-300)).metrics.load1).toBe(0);
  });

  it.each([[null], [[]], ['text'], [7]])('refuses the body %j', (body) => {
    expect(faultsOf(body)).toEqual(['']);
  });

  it('names everything that is missing', () => {
    expect(faultsOf({ metrics: {} }).sort()).toEqual([
      '/hostname',
      '/intervalSeconds',
      '/metrics/cpuPct',
      '/metrics/diskPct',
      '/metrics/memPct',
      '/nodeId',
    ]);
  });

  it.each([
    ['nodeId', ''],
    ['nodeId', 'Upper'],
    ['nodeId', '../etc'],
    ['nodeId', 'a'.repeat(129)],
    ['hostname', ''],
    ['hostname', 'a\0b'],
    ['hostname', 'a\u001b[2J'],
    ['hostname', '\ud800'],
    ['hostname', 'a'.repeat(254)],
    ['agentVersion', 1],
    ['intervalSeconds', 0],
    ['intervalSeconds', 1.5],
    ['intervalSeconds', '15'],
    ['intervalSeconds', 86_401],
    ['at', 'yesterday'],
    ['at', '2026-02-30T12:00:00Z'],
    ['at', '2026-01-31T12:00:00'],
    ['at', 1738324800000],
    ['metrics', null],
    ['inventory', []],
    ['running', ['not-a-uuid']],
    ['surprise', true],
    ['a/b', true],
  ])('names the fault of %s: %j', (name, value) => {
    expect(faultsOf({ ...aHeartbeat(), [name]: value })).toEqual([`/${name.replace('/', '~1')}`]);
  });

  it.each([
    ['cpuPct', -0.1],
    ['cpuPct', 100.1],
    ['cpuPct', null],
    ['cpuPct', '50'],
    ['memPct', Number.NaN],
    ['memUsedBytes', 2 ** 53],
    ['memUsedBytes', 1.5],
    ['load1', Number.POSITIVE_INFINITY],
    ['netRxBps', -1],
    ['processes', 2 ** 31],
    ['gpuPct', 1],
    ['__proto__x', 1],
  ])('names the fault of the figure %s: %j', (name, value) => {
    expect(faultsOf(withMetric(name, value))).toEqual([`/metrics/${name}`]);
  });

  it('names the faults of file systems and of kept samples by their places', () => {
    const filesystem = { mount: '/', fsType: 'ext4', usedBytes: 1, totalBytes: 2 };
    const body = {
      ...aHeartbeat({ metrics: someMetrics({ filesystems: [filesystem] }) }),
      samples: [
        {
          at: '2026-01-31T12:00:00Z',
          metrics: { ...someMetrics(), cpuPct: 101, filesystems: [filesystem, { mount: 'a\0' }] },
        },
        { at: 'never', metrics: someMetrics(), more: 1 },
      ],
    };
    expect(faultsOf(body).sort()).toEqual([
      '/samples/0/metrics/cpuPct',
      '/samples/0/metrics/filesystems/1/fsType',
      '/samples/0/metrics/filesystems/1/mount',
      '/samples/0/metrics/filesystems/1/totalBytes',
      '/samples/0/metrics/filesystems/1/usedBytes',
      '/samples/1/at',
      '/samples/1/more',
    ]);
  });

  it('lists a bounded number of faults', () => {
    const samples = Array.from({ length: 500 }, () => ({ at: 1, metrics: { x: 1 } }));
    expect(faultsOf({ ...aHeartbeat(), samples })).toHaveLength(1_000);
  });
});
