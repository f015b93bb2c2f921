import { basename } from 'node:path';
import { authoringLimits, type PresetSource, type PresetSourceChange } from '@hyprbox/contracts';
import type { PresetFiles } from '../preset-files.js';
import type { PresetEntity } from '../records/preset.entity.js';
import { fileSourceId } from '../registration/file-source.js';
import type { RefusedFile, Registered } from '../registration/registration-plan.js';
import { sourceChange } from '../source-change.js';

type Fault = PresetSource['faults'][number];

/** How the last look at the directory went. */
export interface Look {
  at: Date;
  /** When what it has was taken last. */
  takenAt: Date | null;
  faults: Fault[];
  /** Why it could not be read at all. */
  problem: string | null;
  /** What changed when any preset did last. */
  change: PresetSourceChange | null;
}

/** Files that can't be read, and those of which what they say is not taken. */
export function faultsOf({ dir, faults }: PresetFiles, refused: readonly RefusedFile[]): Fault[] {
  return [
    ...faults.map(({ preset, error }) => ({
      file: preset === null ? `lib/${basename(error.file)}` : basename(error.file),
      ...placed(error.fault),
    })),
    ...refused
      .filter(({ origin }) => origin === 'FILE')
      .map(({ preset, why }) => ({ file: `${preset}.sh`, ...placed(why) })),
  ].map((fault) => ({ ...fault, message: fault.message.replaceAll(dir, '.') }));
}

/** Without what HyprBox brings itself; null where no preset of the directory changed. */
export function changeOfFiles(
  { published, returned, retired }: Pick<Registered, 'published' | 'returned' | 'retired'>,
  at: Date,
): PresetSourceChange | null {
  const isOwn = ({ origin }: PresetEntity): boolean => origin === 'FILE';
  const own = {
    published: published.filter(({ preset }) => isOwn(preset)),
    returned: returned.filter(isOwn),
    retired: retired.filter(isOwn),
  };
  return sourceChange(own, null, at);
}

export function toFileSource(dir: string, look: Look | null, presets: number): PresetSource {
  const faults = look?.faults ?? [];
  return {
    id: fileSourceId,
    kind: 'FILE',
    name: 'Files beside the server',
    url: '',
    branch: '',
    path: dir,
    credentialsRef: null,
    knownHosts: null,
    enabled: true,
    version: 1,
    state: stateOf(look),
    problem: look?.problem ?? null,
    faults: faults.slice(0, authoringLimits.sourceFaults),
    faultCount: faults.length,
    presets,
    commit: null,
    committedAt: null,
    divergedCommit: null,
    checkedAt: look?.at.toISOString() ?? null,
    syncedAt: look?.takenAt?.toISOString() ?? null,
    lastChange: look?.change ?? null,
  };
}

function stateOf(look: Look | null): PresetSource['state'] {
  if (look === null) return 'NEVER';
  if (look.problem !== null) return 'FAILED';
  return look.faults.length > 0 ? 'FAULTY' : 'OK';
}

/** A fault often begins with its line. */
function placed(fault: string): Pick<Fault, 'line' | 'message'> {
  const [, line, message] = /^line (\d+): (.*)$/s.exec(fault) ?? [];
  return line === undefined || message === undefined ? { line: null, message: fault } : { line: Number(line), message };
}
