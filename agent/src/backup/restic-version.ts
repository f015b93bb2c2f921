import type { Restic } from './restic.js';
import { BackupError } from './backup-error.js';

export interface ResticVersion {
  text: string;
  /** Whether it is at least this one. */
  atLeast(major: number, minor: number): boolean;
}

const oldest = { major: 0, minor: 14 };

export function parseVersion(line: string): ResticVersion | null {
  const match = /^restic v?((\d+)\.(\d+)(?:\.\d+)?\S*)/.exec(line);
  if (match === null) return null;
  const version = [Number(match[2]), Number(match[3])] as const;
  return {
    text: match[1] ?? '',
    atLeast: (major, minor) => version[0] > major || (version[0] === major && version[1] >= minor),
  };
}

/** @throws BackupError RESTIC_MISSING when there is none, or one that is too old */
export async function detectVersion(restic: Restic): Promise<ResticVersion> {
  let version: ResticVersion | null = null;
  await restic.run({ command: ['version'], quiet: true, onLine: (line) => (version ??= parseVersion(line)) });
  return usable(version);
}

function usable(version: ResticVersion | null): ResticVersion {
  if (version === null)
    throw new BackupError('RESTIC_MISSING', 'restic does not say its version: is it restic at all?');
  if (version.atLeast(oldest.major, oldest.minor)) return version;
  throw new BackupError(
    'RESTIC_MISSING',
    `restic ${version.text} on this node is too old: install ${oldest.major}.${oldest.minor} or newer.`,
  );
}
