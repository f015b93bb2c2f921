import type { BackupOrder } from '@hyprbox/contracts';
import { describe, expect, it } from 'vitest';
import { orderOf } from './backup-order.js';

const order: BackupOrder = {
  version: 1,
  policyId: 'p',
  nodeId: 'web-1',
  repository: '/srv/backups',
  ownTags: ['hyprbox:p'],
  initialize: true,
  repositoryId: null,
  uploadLimitKiBps: null,
  downloadLimitKiBps: 10,
  priority: 'LOW',
  task: { operation: 'PRUNE', retention: { keepLast: 3 } },
};

describe('an order that is read again', () => {
  it('is the one that was frozen', () => {
    expect(orderOf(JSON.stringify(order))).toEqual(order);
  });

  it('may be of an older server, which did not know the repository', () => {
    const older = JSON.stringify({ ...order, repositoryId: undefined });
    expect(orderOf(older)).toEqual(JSON.parse(older));
  });

  it.each<[string, object]>([
    ['of another version', { ...order, version: 2 }],
    ['of an operation that there is not', { ...order, task: { operation: 'ERASE' } }],
    ['that lacks what its operation needs', { ...order, task: { operation: 'TREE', snapshotId: 'a' } }],
  ])('is none %s', (_what, other) => {
    expect(() => orderOf(JSON.stringify(other))).toThrow('holds no order');
  });
});
