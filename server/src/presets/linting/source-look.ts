import type { PresetFinding } from '@hyprbox/contracts';
import { readPreset, type PresetSource, type ReadPreset } from '../preset-reader.js';
import { SourceFaults, type SourceFault } from '../source-faults.js';
import { readSourceText } from '../source-text.js';
import { finding } from './findings.js';
import { hiddenCharacters } from './hidden-characters.js';

export interface SourceLook {
  findings: PresetFinding[];
  /** Null where it is too large to be looked at. */
  read: ReadPreset | null;
}

/** What HyprBox itself finds in a source. */
export function lookAtSource(source: PresetSource): SourceLook {
  const faults = new SourceFaults();
  const text = readSourceText(source.text, faults);
  if (text === null) return { findings: faults.all.map(findingOf), read: null };
  const read = readPreset({ ...source, text }, faults);
  const findings = [...faults.all.map(findingOf), ...hiddenCharacters(text)];
  if (source.numbering === 'BY_SERVER' && read.matter && Object.hasOwn(read.matter.fields, 'version')) {
    const message = '"version" is not needed, and ignored: versions are numbered when they are published';
    findings.push(finding(read.matter.nameRangeOf('version'), 'INFO', 'VERSION_IGNORED', message));
  }
  return { findings, read };
}

function findingOf({ code, fault, ...range }: SourceFault): PresetFinding {
  return finding(range, 'ERROR', code, fault.replace(/^line \d+: /, ''));
}
