import { basename } from 'node:path';
import { authoringLimits, type PresetSource } from '@hyprbox/contracts';
import type { PresetFiles } from '../preset-files.js';
import { fileSourceId } from '../registration/file-source.js';
import type { RefusedFile } from '../registration/registration-plan.js';

type Fault = PresetSource['faults'][number];

/** How the last look at the directory went. */
export interface Look {
  at: Date;
  /** When what it has was taken last. */
  takenAt: Date | null;
  faults: Fault[];
  /** Why it could not be read at all. */
  problem: string | null;
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
