import type { PresetFinding, PresetOrigin } from '@hyprbox/contracts';
import { isFree } from '../records/name-ownership.js';
import type { PresetEntity } from '../records/preset.entity.js';
import { wholeLine } from '../source-faults.js';
import { otherOwnerOf } from '../sourced/sourced-plan.js';
import { versionFault } from '../version-fault.js';
import { finding } from './findings.js';
import type { SourceLook } from './source-look.js';

const takenWords: Readonly<Record<Exclude<PresetOrigin, 'CONSOLE'>, string>> = {
  BUILTIN: 'is built in',
  FILE: "comes from the server's directory of presets",
  GIT: 'comes from a git source',
};

/** Of a draft: that its name is somebody else's. */
export function draftNameFindings(preset: PresetEntity, source: string): PresetFinding[] {
  const { name, origin } = preset;
  if (isFree(preset) || origin === 'CONSOLE') return [];
  const message = `the name "${name}" is taken: that preset ${takenWords[origin]}; copy it under another name`;
  return [nameTaken(source, message)];
}

/** Of a file: that its name is somebody else's, or that its number was not raised with what it says. */
export function fileNameFindings(preset: PresetEntity, source: string, { read }: SourceLook): PresetFinding[] {
  const owner = otherOwnerOf(preset);
  if (owner !== null) return [nameTaken(source, `the name is taken by ${owner}`)];
  if (!read?.preset || !read.matter) return [];
  const fault = versionFault(preset, { ...read.preset, template: source });
  return fault === null ? [] : [finding(read.matter.rangeOf('version'), 'ERROR', 'VERSION', fault)];
}

function nameTaken(source: string, message: string): PresetFinding {
  return finding(wholeLine(1, source.split('\n', 1)[0] ?? ''), 'ERROR', 'NAME_TAKEN', message);
}
