import type { PresetFile } from './preset-file.js';
import type { PresetEntity } from './records/preset.entity.js';
import { hashOfVersion } from './records/version-hash.js';

/**
 * Why a file that can be read is neither the next version of its preset nor the current one, at the line of its number;
 * null where it is one of them.
 */
export function versionFault(
  { version: current, sha256 }: Pick<PresetEntity, 'version' | 'sha256'>,
  { summary: { version }, template, functions }: PresetFile,
): string | null {
  if (version > current) return null;
  if (version < current) {
    return atVersion(
      template,
      `it says version ${version}, and version ${current} is current: give it a higher "version"`,
    );
  }
  if (hashOfVersion(template, functions) === sha256) return null;
  return atVersion(
    template,
    `it, or a function that it uses, was changed, and it still says version ${version}: raise its "version"`,
  );
}

/** The front matter has no other `version:` of a preset. */
function atVersion(template: string, fault: string): string {
  const index = template.split('\n').findIndex((line) => /^# version\s*:/.test(line));
  return index === -1 ? fault : `line ${index + 1}: ${fault}`;
}
