import type { Audited } from '../../database/audit-writer.js';
import type { Actor } from '../../identity/principal.js';
import type { PresetVersionEntity } from '../records/preset-version.entity.js';
import type { PresetEntity } from '../records/preset.entity.js';
import { retiredReasons } from '../records/retirement.js';
import { nothing, versionDiff } from '../version-diff.js';
import { fileSourceId } from './file-source.js';
import type { RegistrationPlan } from './registration-plan.js';

/**
 * What the audit trail tells of a registration.
 *
 * @param replaced the versions in whose place others come
 * @param isFirst there were no presets: what HyprBox itself brings to that is no change of anything
 */
export function recordsOf(
  actor: Actor,
  { published, returned, retired, versions }: RegistrationPlan,
  replaced: readonly PresetVersionEntity[],
  isFirst: boolean,
): Audited[] {
  const told = isFirst ? published.filter(({ preset }) => preset.origin !== 'BUILTIN') : published;
  const record = (action: Audited['action'], preset: PresetEntity, more: Record<string, unknown>): Audited => {
    const { name, version, origin, sha256 } = preset;
    const details = { preset: name, version, origin, sha256, ...more };
    return { actor, action, target: { type: 'preset', id: name }, details };
  };
  return [
    ...told.map(({ preset }) => {
      const before = replaced.find((version) => version.preset === preset.name) ?? nothing;
      const after = versions.find((version) => version.preset === preset.name) ?? nothing;
      const { sha256: diffSha256 } = versionDiff(preset.name, before, after);
      return record('preset.publish', preset, { diffSha256 });
    }),
    ...returned.map((preset) => record('preset.publish', preset, { reason: 'its file is there again' })),
    ...retired.map((preset) => record('preset.retire', preset, { reason: retiredReasons.fileGone })),
    ...recordOfDirectory(actor, [published.map(({ preset }) => preset), returned, retired]),
  ];
}

/** That the directory was read is only told where something came of it. */
function recordOfDirectory(actor: Actor, changed: readonly (readonly PresetEntity[])[]): Audited[] {
  const ofFiles = changed.map((presets) => presets.filter(({ origin }) => origin === 'FILE').length);
  if (ofFiles.every((count) => count === 0)) return [];
  const [published, returned, retired] = ofFiles;
  const details = { source: 'HYPRBOX_PRESETS_DIR', published, returned, retired };
  return [{ actor, action: 'preset.source.sync', target: { type: 'preset-source', id: fileSourceId }, details }];
}
