import type { FireOutcome, Schedule, ScheduleFire } from '@hyprbox/contracts';
import { timeUntil } from '../../output/figures.js';
import { localTime } from '../../output/local-time.js';
import type { Style } from '../../output/palette.js';

/** As much of a hash as people compare. */
const hashShown = 12;

export const fireStyles: Readonly<Record<FireOutcome, Style | undefined>> = {
  QUEUED: undefined,
  STARTED: 'green',
  SKIPPED_OVERLAP: 'yellow',
  MISSED: 'yellow',
  NO_HOSTS: 'yellow',
  WINDOW: 'yellow',
  FAILED: 'red',
};

/** `2026-01-04 04:00 Europe/Berlin (in 2 d)`, by the clock that the schedule goes by; `paused` */
export function nextText(
  { enabled, nextAt, timezone }: Pick<Schedule, 'enabled' | 'nextAt' | 'timezone'>,
  now: Date,
): string {
  if (!enabled) return 'paused';
  return nextAt === null ? 'never again' : `${zonedTime(nextAt, now, timezone)} (${timeUntil(nextAt, now)})`;
}

/** `2026-01-04 04:00 Europe/Berlin`, `tomorrow 04:00 Europe/Berlin` */
export function zonedTime(at: string, now: Date, timezone: string): string {
  try {
    return `${localTime(at, now, timezone)} ${timezone}`;
  } catch (error) {
    // A zone that the server knows and this machine does not.
    if (error instanceof RangeError) return at;
    throw error;
  }
}

/** `STARTED`, `FAILED: its owner may not run jobs any more` */
export function fireText({ outcome, detail }: Pick<ScheduleFire, 'outcome' | 'detail'>): string {
  return detail === null ? outcome : `${outcome}: ${detail}`;
}

/** `v3`; with the name of a preset that it does not run any more */
export function ranText({ preset }: Pick<ScheduleFire, 'preset'>, now: string | undefined): string {
  if (preset === null) return '–';
  const version = `v${preset.version}`;
  return preset.name === now ? version : `${preset.name} ${version}`;
}

/** `version 3, sha256 5f2c…`, and why that does not run where it does not */
export function versionText({ rollout, currentPreset }: Pick<Schedule, 'rollout' | 'currentPreset'>): string | null {
  if (currentPreset === null) return null;
  const { version, sha256, state } = currentPreset;
  const current = sha256 === null ? `version ${version}` : `version ${version}, sha256 ${sha256.slice(0, hashShown)}`;
  if (state === 'RETIRED') return `${current}: retired, so that it does not start`;
  const { presetVersion: pinned } = rollout;
  if (pinned === undefined || pinned === version) return current;
  return `version ${pinned} alone, so that it does not start: ${current} is current`;
}

export function whatText({ rollout }: Pick<Schedule, 'rollout'>): string {
  return rollout.preset ?? 'a script of its own';
}
