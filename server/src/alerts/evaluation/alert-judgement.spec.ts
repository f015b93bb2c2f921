import { describe, expect, it } from 'vitest';
import type { AlertRuleEntity } from '../rules/alert-rule.entity.js';
import { AlertJudge } from './alert-judgement.js';
import { noTarget } from './observation.js';

const now = new Date('2026-05-04T12:00:00.000Z');
const rule: AlertRuleEntity = {
  id: '01980000-0000-7000-8000-000000000001',
  name: 'Disk',
  kind: 'SELF',
  selector: { all: true },
  condition: { check: 'DATA_DISK' },
  forSeconds: 0,
  keepSeconds: 0,
  severity: 'CRITICAL',
  noData: 'HOLD',
  runbook: null,
  remediation: null,
  remediationBy: null,
  enabled: true,
  enabledAt: now,
  version: 1,
  createdAt: now,
  updatedAt: now,
};

describe('what becomes of an alert', () => {
  it('says what else is to be said of it', () => {
    const judge = new AlertJudge([], now, () => '01980000-0000-7000-8000-000000000002');
    const condition = { is: 'BREACH', value: 93, detail: 'Seen by the server on box-1.' } as const;
    judge.takeAll([{ rule, target: { ...noTarget, selfCheck: 'DATA_DISK' }, condition }], new Map());
    const { inserted, events } = judge.finish();
    expect(inserted).toMatchObject([{ state: 'FIRING', value: 93 }]);
    expect(events.map(({ kind, detail }) => [kind, detail])).toEqual([
      ['FIRED', expect.stringContaining('Seen by the server on box-1.')],
    ]);
  });
});
