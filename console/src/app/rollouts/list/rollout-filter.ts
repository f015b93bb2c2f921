import type { RolloutQuery, RolloutState } from '@hyprbox/contracts';
import { rolloutStates } from '@hyprbox/contracts';

/** Null is no filter. */
export interface RolloutFilter {
  readonly state: RolloutState | null;
  readonly preset: string | null;
  readonly by: 'me' | null;
  /** The id of the schedule that started it. */
  readonly scheduleId: string | null;
}

export const noFilter: RolloutFilter = { state: null, preset: null, by: null, scheduleId: null };

/** The filter's words in the address. */
export type RolloutFilterAddress = Readonly<Record<'state' | 'preset' | 'by' | 'schedule', string | null | undefined>>;

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Anybody can type an address: what makes no sense there is no filter. */
export function readFilter({ state, preset, by, schedule }: RolloutFilterAddress): RolloutFilter {
  return {
    state: rolloutStates.find((each) => each === state?.toUpperCase()) ?? null,
    preset: preset || null,
    by: by === 'me' ? by : null,
    scheduleId: uuid.test(schedule ?? '') ? (schedule ?? null) : null,
  };
}

export function filterAddress({ state, preset, by, scheduleId }: RolloutFilter): RolloutFilterAddress {
  return { state: state?.toLowerCase() ?? null, preset, by, schedule: scheduleId };
}

export function filterQuery({ state, preset, by, scheduleId }: RolloutFilter, me: string | null): RolloutQuery {
  return { state, preset, createdBy: by === null ? null : me, scheduleId };
}
