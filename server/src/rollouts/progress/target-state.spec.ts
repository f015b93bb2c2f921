import { executionReasons, executionStatuses } from '@hyprbox/contracts';
import { describe, expect, it } from 'vitest';
import { targetOf, type Circumstances, type JobStanding } from './target-state.js';

const begun = new Date(0);
const normal: Circumstances = { isDecommissioned: false, isAborted: false };

describe('what has become of a host', () => {
  it.each<[Partial<JobStanding> & Pick<JobStanding, 'status'>, Partial<Circumstances>, string]>([
    [{ status: 'QUEUED', startedAt: null }, {}, 'QUEUED '],
    [{ status: 'RUNNING' }, {}, 'RUNNING '],
    [{ status: 'RUNNING' }, { isAborted: true }, 'RUNNING '],
    [{ status: 'SUCCEEDED' }, { isAborted: true }, 'SUCCEEDED '],
    [{ status: 'FAILED', reason: 'EXIT_CODE' }, {}, 'FAILED EXIT_CODE'],
    [{ status: 'FAILED', reason: 'TIMEOUT' }, {}, 'FAILED TIMEOUT'],
    [{ status: 'FAILED', reason: 'INTERRUPTED' }, {}, 'FAILED INTERRUPTED'],
    [{ status: 'FAILED', reason: 'AGENT_LOST' }, { isDecommissioned: true }, 'LOST AGENT_LOST'],
    [{ status: 'CANCELLED', reason: 'CANCELLED' }, {}, 'CANCELLED CANCELLED'],
    [{ status: 'CANCELLED', reason: 'CANCELLED' }, { isAborted: true }, 'CANCELLED ABORTED'],
    [{ status: 'CANCELLED', reason: 'CANCELLED' }, { isDecommissioned: true }, 'CANCELLED CANCELLED'],
    [
      { status: 'CANCELLED', reason: 'CANCELLED', startedAt: null },
      { isDecommissioned: true },
      'SKIPPED DECOMMISSIONED',
    ],
    [{ status: 'CANCELLED', reason: 'EXPIRED', startedAt: null }, {}, 'EXPIRED OFFLINE'],
  ])('whose job is %o, with %o, is %s', (job, circumstances, expected) => {
    const { state, reason } = targetOf({ reason: null, startedAt: begun, ...job }, { ...normal, ...circumstances });
    expect(`${state} ${reason ?? ''}`).toBe(expected);
  });

  it('is an end exactly where the job has ended', () => {
    for (const status of executionStatuses) {
      for (const reason of [...executionReasons, null]) {
        const { state } = targetOf({ status, reason, startedAt: begun }, normal);
        expect(['QUEUED', 'RUNNING'].includes(state)).toBe(['QUEUED', 'RUNNING'].includes(status));
      }
    }
  });
});
