import type { PresetOrigin } from '@hyprbox/contracts';
import type { PresetFile } from '../preset-file.js';
import { newPreset, publishVersion } from '../records/published-version.js';
import type { PresetVersionEntity } from '../records/preset-version.entity.js';
import type { PresetEntity } from '../records/preset.entity.js';
import { isFree, ownedBy } from '../records/name-ownership.js';
import { inUse, retiredByItself } from '../records/retirement.js';
import { versionFault } from '../version-fault.js';
import { isOlderProduct } from './product-order.js';

/** All that the files of one origin say at the moment. */
export interface FilesOfOrigin {
  origin: Extract<PresetOrigin, 'BUILTIN' | 'FILE'>;
  presets: readonly PresetFile[];
  /** Name of a preset → why its file can't be used. */
  faulty: ReadonlyMap<string, string>;
  /**
   * Names of the files that were there when this server looked before: what it never had is not gone, but another server's.
   * Null where the origin has all of its files everywhere.
   */
  before: ReadonlySet<string> | null;
}

/** What is not taken of a file that can be read. */
export interface RefusedFile {
  origin: FilesOfOrigin['origin'];
  preset: string;
  why: string;
}

/** What came of files. */
export interface Registered {
  /** Those that have a new version, with the one before; those that came back, and those that left. */
  published: { preset: PresetEntity; before: number }[];
  returned: PresetEntity[];
  retired: PresetEntity[];
  refused: RefusedFile[];
}

/** What becomes of the presets in the database. */
export interface RegistrationPlan extends Registered {
  /** As they are to be from now on; those that stay as they are, are left out. */
  presets: PresetEntity[];
  versions: PresetVersionEntity[];
}

interface Circumstances {
  product: string;
  at: Date;
}

/**
 * Holds what files say against what the database has. What it has stays wherever the two do not go together: versions
 * never change, their numbers only rise, and a name stays with its origin until it is retired.
 */
export function planRegistration(
  origins: readonly FilesOfOrigin[],
  existing: readonly PresetEntity[],
  circumstances: Circumstances,
): RegistrationPlan {
  const plan: RegistrationPlan = { presets: [], versions: [], published: [], returned: [], retired: [], refused: [] };
  const byName = new Map(existing.map((preset) => [preset.name, preset]));
  for (const files of origins) {
    for (const file of files.presets) planFile(plan, files.origin, file, byName, circumstances);
    for (const preset of existing) planRest(plan, files, preset, circumstances);
  }
  return plan;
}

/** Whether it leaves everything as it is. */
export function changesNothing({ presets }: RegistrationPlan): boolean {
  return presets.length === 0;
}

function planFile(
  plan: RegistrationPlan,
  origin: FilesOfOrigin['origin'],
  file: PresetFile,
  byName: Map<string, PresetEntity>,
  { product, at }: Circumstances,
): void {
  const { name } = file.summary;
  const known = byName.get(name) ?? newPreset(name, origin, null, at);
  const refuse = (why: string): void => void plan.refused.push({ origin, preset: name, why });
  if (known.origin !== origin && !isFree(known)) return refuse(takenBy[known.origin]);
  const preset = ownedBy(known, origin, null);
  byName.set(name, preset);
  // While a new HyprBox is rolled out, the older ones that still run take nothing back.
  if (origin === 'BUILTIN' && isOlderProduct(product, preset.shippedWith)) return;

  const shippedWith = origin === 'BUILTIN' ? product : null;
  const { version, fault } = judge(preset, file, known.origin === origin);
  if (version === 'NEW') {
    const { title, description, category, variables } = file.summary;
    const made = publishVersion(
      preset,
      {
        template: file.template,
        functions: file.functions.map((used) => ({ name: used.name, text: used.text })),
        description: { title, description, category, variables },
      },
      { version: file.summary.version, message: '', author: null, publishedBy: null, commit: null, at },
    );
    const after = { ...made.preset, shippedWith };
    plan.versions.push(made.version);
    plan.published.push({ preset: after, before: preset.version });
    plan.presets.push(after);
    return;
  }
  if (fault !== null) {
    refuse(fault);
    // Whose file is not taken does not take over a name.
    if (preset !== known) return;
  }
  const returned = fault === null && preset.retiredAt !== null;
  const after = { ...preset, shippedWith, ...(returned && inUse), problem: shown(origin, fault) };
  if (returned) plan.returned.push(after);
  if (returned || after.problem !== preset.problem || after.shippedWith !== preset.shippedWith)
    plan.presets.push(after);
}

/** A file that can't be used leaves the last version that could; one that is gone takes its preset along. */
function planRest(
  plan: RegistrationPlan,
  { origin, presets, faulty, before }: FilesOfOrigin,
  preset: PresetEntity,
  { product, at }: Circumstances,
): void {
  if (preset.origin !== origin || presets.some(({ summary }) => summary.name === preset.name)) return;
  const fault = faulty.get(preset.name);
  if (fault !== undefined) {
    if (fault !== preset.problem) plan.presets.push({ ...preset, problem: fault });
    return;
  }
  if (preset.retiredAt !== null || (origin === 'BUILTIN' && isOlderProduct(product, preset.shippedWith))) return;
  if (before !== null && !before.has(preset.name)) {
    plan.refused.push({ origin, preset: preset.name, why: notHere });
    if (preset.problem !== notHere) plan.presets.push({ ...preset, problem: notHere });
    return;
  }
  const shippedWith = origin === 'BUILTIN' ? product : null;
  const after = { ...preset, shippedWith, ...retiredByItself(at, 'fileGone'), problem: null };
  plan.retired.push(after);
  plan.presets.push(after);
}

/** @param isSameOwner what a person retired is not there again because its file still is */
function judge(
  preset: PresetEntity,
  file: PresetFile,
  isSameOwner: boolean,
): { version: 'NEW'; fault: null } | { version: 'SAME'; fault: string | null } {
  if (file.summary.version > preset.version) return { version: 'NEW', fault: null };
  const fault = versionFault(preset, file);
  if (fault !== null) return { version: 'SAME', fault };
  const { retiredAt, retiredByName } = preset;
  const isKeptRetired = isSameOwner && retiredAt !== null && retiredByName !== null;
  return { version: 'SAME', fault: isKeptRetired ? `${retiredByName} has retired it: ${bringBack}` : null };
}

/** Nobody but the developers can do something about a built-in one. */
function shown(origin: FilesOfOrigin['origin'], fault: string | null): string | null {
  return origin === 'FILE' ? fault : null;
}

const bringBack = 'raise its "version" to bring it back, or remove the file';
const notHere = 'its file is not in HYPRBOX_PRESETS_DIR: the preset stays in use until somebody retires it';

const takenBy: Readonly<Record<PresetOrigin, string>> = {
  BUILTIN: 'the name is taken by a preset that HyprBox brings, or once brought',
  FILE: 'the name is taken by a preset of HYPRBOX_PRESETS_DIR',
  CONSOLE: 'the name is taken by a preset that was written in HyprBox',
  GIT: 'the name is taken by a preset that comes from git',
};
