import type { Beat } from '@hyprbox/contracts';
import { statusOf } from './beat-state.js';
import type { BeatEntity } from './beat.entity.js';

export function toBeat(beat: BeatEntity, now: Date): Beat {
  return {
    id: beat.id,
    name: beat.name,
    ...(beat.periodSeconds !== null && { periodSeconds: beat.periodSeconds }),
    ...(beat.cron !== null && { cron: beat.cron }),
    ...(beat.timezone !== null && { timezone: beat.timezone }),
    graceSeconds: beat.graceSeconds,
    status: statusOf(beat, now),
    createdAt: beat.createdAt.toISOString(),
    lastPingAt: beat.lastPingAt?.toISOString() ?? null,
    lateAt: beat.lateAt?.toISOString() ?? null,
    startedAt: beat.startedAt?.toISOString() ?? null,
    lastExitCode: beat.lastExitCode,
    lastBody: beat.lastBody,
    lastBodyBytes: beat.lastBodyBytes,
  };
}
