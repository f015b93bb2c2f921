import { pathPattern } from './path-pattern.js';
import type { ResticEnd } from './restic.js';
import type { BackupContext } from './backup-context.js';
import type { ExpectedWork } from './written-bytes.js';
import { watchWriting } from './written-bytes.js';

/** The kernel takes 2 MiB of arguments, and each pattern is compared with every path. */
const patternsAtOnce = 1_000;
const patternBytesAtOnce = 512 * 1024;

export interface Extraction {
  snapshotId: string;
  into: string;
  /** Paths of the snapshot; null: all of it. */
  paths: readonly string[] | null;
  /** Whether restic reads again what it has written. */
  verify: boolean;
  expected: ExpectedWork;
}

/** Restores into an empty directory of our own; ends at the first restic that fails. */
export async function extract(run: BackupContext, extraction: Extraction): Promise<ResticEnd> {
  const { snapshotId, into, paths, verify, expected } = extraction;
  let written = 0;
  let last: ResticEnd = { code: 0, complaints: [] };
  for (const batch of paths === null ? [null] : batches(paths.map(pathPattern))) {
    let stop = (): number => 0;
    const before = written;
    last = await run.repository
      .read({
        command: [
          'restore',
          `--target=${into}`,
          ...(verify ? ['--verify'] : []),
          ...(run.version.atLeast(0, 15) ? ['--sparse'] : []),
          ...(batch ?? []).map((pattern) => `--include=${pattern}`),
        ],
        operands: [snapshotId],
        onStart: (pid) => {
          stop();
          stop = watchWriting(pid, expected, before, run.report);
        },
      })
      .finally(() => (written += stop()));
    if (last.code !== 0) return last;
  }
  return last;
}

export function batches(patterns: readonly string[]): string[][] {
  const all: string[][] = [];
  let bytes = 0;
  for (const pattern of patterns) {
    const current = all.at(-1);
    bytes += Buffer.byteLength(pattern);
    if (current === undefined || current.length >= patternsAtOnce || bytes > patternBytesAtOnce) {
      all.push([pattern]);
      bytes = Buffer.byteLength(pattern);
    } else {
      current.push(pattern);
    }
  }
  return all;
}
