import type { PresetSource } from '@hyprbox/contracts';
import type { PresetFile } from '../preset-file.js';

/** A file of a repository that may become a preset or a function. */
export interface SourceFile {
  /** Its path below the directory of presets. */
  file: string;
  /** The path's last part. */
  fileName: string;
  bytes: Uint8Array;
}

/** One of which nothing is read, such as a symbolic link. */
export interface UnusableFile extends Omit<SourceFile, 'bytes'> {
  why: string;
}

/** All that a commit has. */
export interface SourceFiles {
  presets: SourceFile[];
  functions: SourceFile[];
  unusable: UnusableFile[];
}

export type SourceFault = PresetSource['faults'][number];

/** What can be used of it. */
export interface ReadSource {
  presets: { file: string; preset: PresetFile }[];
  /** Name of a preset → why its file can't be used. */
  faulty: ReadonlyMap<string, string>;
  faults: SourceFault[];
}

/** A fault often begins with its line. */
export function sourceFault(file: string, fault: string): SourceFault {
  const [, line, message] = /^line (\d+): (.*)$/s.exec(fault) ?? [];
  return { file, line: line === undefined ? null : Number(line), message: message ?? fault };
}
