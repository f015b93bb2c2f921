import { describe, expect, it } from 'vitest';
import type { TargetRow } from './rollout-targets.repository.js';
import { TargetChanges } from './target-changes.js';

const aTarget = (nodeId: string, differing: Partial<TargetRow> = {}): TargetRow => ({
  nodeId,
  hostname: nodeId,
  wave: 1,
  state: 'PENDING',
  jobId: null,
  checkJobId: null,
  reason: null,
  exitCode: null,
  waitUntil: null,
  startedAt: null,
  finishedAt: null,
  rank: 1,
  ...differing,
});

describe('the hosts that have changed', () => {
  it('are all at first, and then those that became otherwise since', () => {
    const changes = new TargetChanges();
    const hosts = [aTarget('a'), aTarget('b')];
    expect(changes.since(hosts)).toEqual(hosts);
    expect(changes.since([aTarget('a'), aTarget('b')])).toEqual([]);
    const queued = aTarget('b', { state: 'QUEUED', jobId: 'job' });
    expect(changes.since([aTarget('a'), queued])).toEqual([queued]);
    expect(changes.since([aTarget('a'), queued])).toEqual([]);
  });

  it.each<Partial<TargetRow>>([
    { reason: 'OFFLINE' },
    { checkJobId: 'check' },
    { exitCode: 0 },
    { waitUntil: new Date(1) },
    { startedAt: new Date(1) },
    { finishedAt: new Date(1) },
  ])('are noticed by %j', (differing) => {
    const changes = new TargetChanges();
    changes.since([aTarget('a')]);
    expect(changes.since([aTarget('a', differing)])).toHaveLength(1);
  });
});
