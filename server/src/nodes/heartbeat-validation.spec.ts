import { limits } from '@hyprbox/contracts';
import { aHeartbeat, keptSamples, someMetrics } from '@hyprbox/testing';
import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../common/domain-error.js';
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

function droppedOf(body: unknown): string[] {
  return readHeartbeat(body).dropped.found.map(({ pointer }) => pointer);
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
    ['hostname', 7],
    ['hostname', 'a'.repeat(254)],
    ['intervalSeconds', 0],
    ['intervalSeconds', 1.5],
    ['intervalSeconds', '15'],
    ['intervalSeconds', 86_401],
    ['at', 'yesterday'],
    ['at', '2026-02-30T12:00:00Z'],
    ['at', '2026-01-31T12:00:00'],
    ['at', 1738324800000],
    ['metrics', null],
    ['running', ['not-a-uuid']],
    ['surprise', true],
    ['a/b', true],
  ])('names the fault of %s: %j', (name, value) => {
    expect(faultsOf({ ...aHeartbeat(), [name]: value })).toEqual([`/${name.replace('/', '~1')}`]);
  });

  it.each(['a\0b', 'a\u001bb', 'a\ud800b', 'a\u202eb', 'a\u2028b'])(
    'replaces what cannot be shown of the hostname %j',
    (hostname) => {
      const body = { ...aHeartbeat(), hostname };
      expect(droppedOf(body)).toEqual(['/hostname']);
      expect(readHeartbeat(body).hostname).toBe('a\uFFFDb');
    },
  );

  it.each([
    ['cpuPct', -0.1],
    ['cpuPct', 100.1],
    ['cpuPct', null],
    ['cpuPct', '50'],
    ['memPct', Number.NaN],
  ])('names the fault of the headline figure %s: %j', (name, value) => {
    expect(faultsOf(withMetric(name, value))).toEqual([`/metrics/${name}`]);
  });

  it.each([
    ['memUsedBytes', 2 ** 53],
    ['memUsedBytes', 1.5],
    ['load1', Number.POSITIVE_INFINITY],
    ['load1', null],
    ['netRxBps', -1],
    ['netRxBps', '5'],
    ['processes', 2 ** 31],
    ['gpuPct', 1],
    ['constructor', 1],
    ['filesystems', 'many'],
    ['diskMount', 'a\0'],
  ])('leaves out the figure %s: %j, and keeps the others', (name, value) => {
    const body = withMetric(name, value);
    expect(droppedOf(body)).toEqual([`/metrics/${name}`]);
    const others = Object.fromEntries(Object.entries(someMetrics()).filter(([other]) => other !== name));
    expect(readHeartbeat(body).metrics).toEqual(others);
  });

  it.each([
    ['agentVersion', 1, { agentVersion: null }],
    ['inventory', [], { inventory: null }],
    ['machine', 'x', { machine: null }],
    ['machine', { id: 'a', bootId: 'b', chassis: 'c' }, { machine: { id: 'a', bootId: 'b' } }],
    ['inventory', { os: 'x'.repeat(300), kernel: '6.1', cpuCores: -1, vendor: 'x' }, { inventory: { kernel: '6.1' } }],
  ])('leaves out what is wrong in %s', (name, value, left) => {
    const read = readHeartbeat({ ...aHeartbeat(), [name]: value });
    expect(read).toMatchObject(left);
    expect(read.dropped.count).toBe(name === 'inventory' && !Array.isArray(value) ? 3 : 1);
  });

  it('leaves out file systems that it cannot use, and those that are too many', () => {
    const good = { mount: '/', fsType: 'ext4', usedBytes: 1, totalBytes: 2 };
    const bad = [
      { ...good, fsType: 'x'.repeat(70) },
      { ...good, mount: 'a\0' },
      { ...good, usedBytes: -1 },
      { ...good, totalBytes: 2 ** 60 },
      7,
    ];
    const read = readHeartbeat(withMetric('filesystems', [good, ...bad, good]));
    expect(read.metrics.filesystems).toEqual([good, good]);
    expect(read.dropped.found.map(({ pointer }) => pointer)).toEqual([
      '/metrics/filesystems/1/fsType',
      '/metrics/filesystems/2/mount',
      '/metrics/filesystems/3/usedBytes',
      '/metrics/filesystems/4/totalBytes',
      '/metrics/filesystems/5',
    ]);
    const many = Array.from({ length: 66 }, () => good);
    expect(droppedOf(withMetric('filesystems', many))).toEqual(['/metrics/filesystems/64', '/metrics/filesystems/65']);
  });

  it('leaves out kept samples that are none, and of the others what is wrong', () => {
    const at = '2026-01-31T12:00:00.000Z';
    const read = readHeartbeat({
      ...aHeartbeat(),
      samples: [
        { at, metrics: { ...someMetrics(), cpuPct: 101 } },
        { at: 'never', metrics: someMetrics() },
        { at, metrics: { ...someMetrics(), load1: -1 }, more: 1 },
        null,
        { at },
      ],
    });
    expect(read.kept.map(({ index, metrics }) => [index, metrics.cpuPct, metrics.load1])).toEqual([
      [2, someMetrics().cpuPct, undefined],
    ]);
    expect(read.dropped.found.map(({ pointer }) => pointer).sort()).toEqual([
      '/samples/0/metrics/cpuPct',
      '/samples/1/at',
      '/samples/2/metrics/load1',
      '/samples/2/more',
      '/samples/3',
      '/samples/4/metrics',
    ]);
  });

  it('names a bounded number of faults, and counts them all', () => {
    const samples = Array.from({ length: 500 }, () => ({ at: 1, metrics: { x: 1 } }));
    const { dropped, kept } = readHeartbeat({ ...aHeartbeat(), samples });
    expect([dropped.found.length, dropped.count, kept.length]).toEqual([20, 2_500, 0]);
    const unknown = Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`x${index}`, 1]));
    expect(faultsOf({ ...aHeartbeat(), ...unknown })).toHaveLength(21);
  });
});
