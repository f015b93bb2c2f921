import { aTarget } from '../../testing/rollout-builders';
import { failuresFirst, inOrderOf } from './target-order';

const names = (targets: readonly { nodeId: string }[]): string[] => targets.map(({ nodeId }) => nodeId);

describe('the order of hosts', () => {
  const targets = [
    aTarget('a', { state: 'SUCCEEDED' }),
    aTarget('b', { state: 'RUNNING' }),
    aTarget('c', { state: 'FAILED' }),
    aTarget('d', { state: 'LOST' }),
    aTarget('e', { state: 'FAILED' }),
  ];

  it('has those that went wrong first', () => {
    expect(names(failuresFirst(targets))).toEqual(['c', 'e', 'd', 'b', 'a']);
  });

  it('stays as it was, with those that are new at its end', () => {
    const before = failuresFirst(targets.slice(0, 3));
    const later = targets.map((target) => (target.nodeId === 'b' ? { ...target, state: 'FAILED' as const } : target));
    const ordered = inOrderOf(before, later);
    expect(names(ordered)).toEqual(['c', 'b', 'a', 'e', 'd']);
    expect(ordered[1]?.state).toBe('FAILED');
  });
});
