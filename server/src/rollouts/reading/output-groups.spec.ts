import { describe, expect, it } from 'vitest';
import { groupAlike, type HostOutput } from './output-groups.js';

const aHost = (nodeId: string, differing: Partial<HostOutput> = {}, stdoutBytes = 1): HostOutput => ({
  nodeId,
  jobId: nodeId,
  state: 'SUCCEEDED',
  exitCode: 0,
  sha256: 'same',
  output: { id: nodeId, createdAt: new Date(0), stdoutBytes, stderrBytes: 1, stdoutKeptFrom: 0, stderrKeptFrom: 0 },
  ...differing,
});
const groups = (...hosts: HostOutput[]): string[][] =>
  groupAlike(hosts).map((group) => group.map((host) => host.nodeId));

describe('groups of hosts', () => {
  it('have printed the same and ended alike, the largest first', () => {
    expect(groups(aHost('a', { sha256: 'other' }), aHost('b'), aHost('c'), aHost('d'))).toEqual([
      ['b', 'c', 'd'],
      ['a'],
    ]);
  });

  it('are in the order of their first hosts where they are as large', () => {
    expect(groups(aHost('a', { sha256: '1' }), aHost('b', { sha256: '2' }))).toEqual([['a'], ['b']]);
  });

  it.each([
    ['by another exit code', aHost('b', { exitCode: 3 })],
    ['by a signal', aHost('b', { exitCode: null })],
    ['in another way', aHost('b', { state: 'LOST' })],
    ['with the same bytes on another stream', aHost('b', {}, 0)],
  ])('are apart where one ended %s', (_how, other) => {
    expect(groups(aHost('a'), other)).toEqual([['a'], ['b']]);
  });

  it('are none of no hosts', () => {
    expect(groups()).toEqual([]);
  });
});
