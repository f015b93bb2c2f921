import type { Schedule, ScheduleFire } from '@hyprbox/contracts';

export function aSchedule(change: Partial<Schedule> = {}): Schedule {
  return {
    id: 'schedule-1',
    name: 'Patch night',
    cron: '30 2 * * 0',
    timezone: 'Europe/Berlin',
    rollout: { preset: 'package-update', variables: { reboot: true }, selector: { tagsAny: ['web'] } },
    overlap: 'SKIP',
    misfire: 'RUN_ONCE',
    startDeadlineSeconds: 3_600,
    jitterSeconds: 0,
    enabled: true,
    version: 4,
    words: 'At 02:30 on Sunday',
    nextAt: '2026-01-04T01:30:00.000Z',
    lastFire: null,
    currentPreset: { name: 'package-update', version: 3, sha256: 'b'.repeat(64), state: 'PUBLISHED' },
    createdBy: 'user-1',
    createdByName: 'M. Keller',
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
    ...change,
  };
}

export function aFire(change: Partial<ScheduleFire> = {}): ScheduleFire {
  return {
    dueAt: '2025-12-28T01:30:00.000Z',
    at: '2025-12-28T01:30:02.000Z',
    outcome: 'STARTED',
    rolloutId: 'rollout-1',
    preset: { name: 'package-update', version: 2, sha256: 'a'.repeat(64) },
    detail: null,
    ...change,
  };
}
