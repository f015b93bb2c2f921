import type { Preset, PresetOrigin, PresetState, PresetSummary, PresetUse, PresetUseKind } from '@hyprbox/contracts';

export const originWords: Readonly<Record<PresetOrigin, string>> = {
  BUILTIN: 'Built in',
  FILE: 'File',
  CONSOLE: 'Written here',
  GIT: 'Git',
};

export const stateWords: Readonly<Record<PresetState, string>> = {
  PUBLISHED: 'Published',
  UNPUBLISHED: 'Not published',
  RETIRED: 'Retired',
};

const changedElsewhere: Readonly<Record<Exclude<PresetOrigin, 'CONSOLE'>, string>> = {
  BUILTIN: 'It comes with HyprBox and changes with it. Copy it to have one of your own.',
  FILE: 'It is a file beside the server and is changed there. Copy it to have one of your own.',
  GIT: 'It comes from a repository and is changed there. Copy it to have one of your own.',
};

/** Why a preset is not written here; null where it is. What is retired may go on here, unless it came with HyprBox. */
export function readOnlyWords(preset: Pick<PresetSummary, 'origin' | 'state'>): string | null {
  const origin = originOf(preset);
  if (origin === 'CONSOLE' || (origin !== 'BUILTIN' && stateOf(preset) === 'RETIRED')) return null;
  return changedElsewhere[origin];
}

const returns: Readonly<Record<PresetOrigin, string>> = {
  BUILTIN: 'It comes back with a HyprBox that has it.',
  FILE: 'Its file brings it back with a higher version, and so does a draft that is published here.',
  GIT: 'It is back once its file is there again, changed or not. A draft that is published here takes it over from git.',
  CONSOLE: 'Publishing it again brings it back.',
};

const fileReturns =
  'It is back once its file is there again, changed or not. A draft that is published here takes it over.';

/** How a preset that is retired comes back. */
export function returnWords(preset: Pick<Preset, 'origin' | 'state' | 'retiredByName'>): string {
  // What a person retires is not there again because its file still is.
  const isFileGone = originOf(preset) === 'FILE' && stateOf(preset) === 'RETIRED' && preset.retiredByName === null;
  if (isFileGone) return fileReturns;
  return returns[originOf(preset)];
}

export const useKindWords: Readonly<Record<PresetUseKind, string>> = {
  SCHEDULE: 'Schedule',
  ALERT_RULE: 'Alert rule',
  BACKUP_POLICY: 'Backup policy',
};

const usePages: Readonly<Record<PresetUseKind, string>> = {
  SCHEDULE: '/dashboard/schedules',
  ALERT_RULE: '/dashboard/alerts/rules',
  BACKUP_POLICY: '/dashboard/backups/policies',
};

/** The page of what names a preset. */
export function useLink({ kind, id }: PresetUse): readonly string[] {
  return [usePages[kind], id];
}

/** A server from before presets were published knows only those that came with it. */
export function originOf({ origin = 'BUILTIN' }: Pick<PresetSummary, 'origin'>): PresetOrigin {
  return origin;
}

export function stateOf({ state = 'PUBLISHED' }: Pick<PresetSummary, 'state'>): PresetState {
  return state;
}

/** As much of a hash or of a commit as people compare. */
export function shortHash(hash: string): string {
  return hash.slice(0, 12);
}
