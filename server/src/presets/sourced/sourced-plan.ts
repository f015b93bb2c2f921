import { authoringLimits, type PresetOrigin } from '@hyprbox/contracts';
import type { PresetFile } from '../preset-file.js';
import { newPreset, publishVersion } from '../records/published-version.js';
import type { PresetVersionEntity } from '../records/preset-version.entity.js';
import type { PresetEntity } from '../records/preset.entity.js';
import { isFree, ownedBy } from '../records/name-ownership.js';
import { inUse, retiredByItself } from '../records/retirement.js';
import { versionFault } from '../version-fault.js';
import { sourceFault, type ReadSource, type SourceFault } from './source-files.js';

/** The commit that is taken, and where it comes from. */
export interface SourceCommit {
  sourceId: string;
  commit: string;
  /** The first line of its message. */
  message: string;
  at: Date;
}

/** What becomes of the presets in the database. */
export interface SourcedPlan {
  /** As they are to be from now on; those that stay as they are, are left out. */
  presets: PresetEntity[];
  versions: PresetVersionEntity[];
  /** With the version before. */
  published: { preset: PresetEntity; before: number }[];
  returned: PresetEntity[];
  retired: PresetEntity[];
  /** Files that can't be read, and those of which what they say is not taken. */
  faults: SourceFault[];
}

/**
 * Holds what a commit has against what the database has. What it has stays wherever the two do not go together: versions
 * never change, their numbers only rise, and a name belongs to whom it came from first until that is retired.
 *
 * @param existing all of the source's, and those whose names it has files for
 * @param room presets that there may be yet
 * @param sourceNames of other sources, by their ids
 */
export function planSourced(
  read: ReadSource,
  existing: readonly PresetEntity[],
  commit: SourceCommit,
  room: number,
  sourceNames: ReadonlyMap<string, string>,
): SourcedPlan {
  const plan: SourcedPlan = {
    presets: [],
    versions: [],
    published: [],
    returned: [],
    retired: [],
    faults: [...read.faults],
  };
  const byName = new Map(existing.map((preset) => [preset.name, preset]));
  let left = room;
  for (const { file, preset: parsed } of read.presets) {
    const known = byName.get(parsed.summary.name);
    const isNew = !known || known.version === 0;
    if (isNew && left <= 0) {
      plan.faults.push(sourceFault(file, `there are ${authoringLimits.presets} presets, and no more are taken`));
      continue;
    }
    if (isNew) left -= 1;
    const preset = known ?? newPreset(parsed.summary.name, 'GIT', commit.sourceId, commit.at);
    const taken = takenBy(preset, commit.sourceId, sourceNames);
    if (taken === null) planFile(plan, file, parsed, preset, commit);
    else plan.faults.push(sourceFault(file, taken));
  }
  const named = new Set(read.presets.map(({ preset }) => preset.summary.name));
  for (const preset of existing) if (!named.has(preset.name)) planRest(plan, read, preset, commit);
  return plan;
}

function planFile(
  plan: SourcedPlan,
  file: string,
  parsed: PresetFile,
  known: PresetEntity,
  commit: SourceCommit,
): void {
  const preset = ownedBy(known, 'GIT', commit.sourceId);
  const { title, description, category, variables, version } = parsed.summary;
  if (version > preset.version) {
    const made = publishVersion(
      preset,
      {
        template: parsed.template,
        functions: parsed.functions.map(({ name, text }) => ({ name, text })),
        description: { title, description, category, variables },
      },
      { version, message: commit.message, author: null, publishedBy: null, commit: commit.commit, at: commit.at },
    );
    plan.versions.push(made.version);
    plan.presets.push(made.preset);
    plan.published.push({ preset: made.preset, before: preset.version });
    return;
  }
  const fault = versionFault(preset, parsed);
  if (fault !== null) {
    plan.faults.push(sourceFault(file, fault));
    // Whose file is not taken does not take over a name.
    if (preset === known && fault !== preset.problem) plan.presets.push({ ...preset, problem: fault });
    return;
  }
  const after = { ...preset, ...inUse, problem: null };
  if (preset.retiredAt !== null) plan.returned.push(after);
  if (preset.retiredAt !== null || preset.problem !== null) plan.presets.push(after);
}

/** A file that can't be used leaves the last version that could; one that is gone takes its preset along. */
function planRest(
  plan: SourcedPlan,
  { faulty }: ReadSource,
  preset: PresetEntity,
  { sourceId, at }: SourceCommit,
): void {
  if (preset.sourceId !== sourceId) return;
  const fault = faulty.get(preset.name);
  if (fault !== undefined) {
    if (fault !== preset.problem) plan.presets.push({ ...preset, problem: fault });
    return;
  }
  if (preset.retiredAt !== null) return;
  const after = { ...preset, ...retiredByItself(at, 'fileGone'), problem: null };
  plan.presets.push(after);
  plan.retired.push(after);
}

function takenBy(preset: PresetEntity, own: string, sourceNames: ReadonlyMap<string, string>): string | null {
  const { origin, sourceId } = preset;
  if (isFree(preset) || (origin === 'GIT' && sourceId === own)) return null;
  if (origin !== 'GIT') return `the name is taken by ${owners[origin]}`;
  const name = sourceNames.get(sourceId ?? '');
  return `the name is taken by a preset of ${name === undefined ? 'another source' : `the source “${name}”`}`;
}

const owners: Readonly<Record<Exclude<PresetOrigin, 'GIT'>, string>> = {
  BUILTIN: 'a preset that HyprBox brings, or once brought',
  FILE: 'a preset of HYPRBOX_PRESETS_DIR',
  CONSOLE: 'a preset that was written in HyprBox',
};

/**
 * Who has a name that the file of some source can't have; null where it may have it: the name of a preset of git or of a
 * directory may be its own.
 */
export function otherOwnerOf(preset: PresetEntity): string | null {
  const { origin } = preset;
  return isFree(preset) || origin === 'GIT' || origin === 'FILE' ? null : owners[origin];
}
