import type { BackupRun } from '@hyprbox/contracts';
import type { Context } from '../../../context.js';
import { relativeTime } from '../../../output/figures.js';
import { renderTable } from '../../../output/table.js';
import type { Column } from '../../../output/table.js';
import { executionStyle } from '../../job/execution-style.js';

/** From here on there is room for both the policy and the node beside an id. */
const roomy = 100;

/** `known` is what all of these runs share, so that a narrow terminal needs no column for it. */
export function renderRuns(
  { output, io }: Context,
  runs: readonly BackupRun[],
  known: 'policy' | 'kind' | 'nothing',
): string {
  const isRoomy = output.width >= roomy;
  const policy: Column<BackupRun> = { header: 'POLICY', value: (run) => run.policyName, shrinks: true };
  const node: Column<BackupRun> = { header: 'NODE', value: (run) => run.nodeId, shrinks: true };
  // A dry run must never be taken for a restore; both words take the same room.
  const kind: Column<BackupRun> = { header: 'KIND', value: (run) => (run.dryRun === true ? 'DRY RUN' : run.kind) };
  return renderTable<BackupRun>(
    [
      { header: 'RUN', value: (run) => run.id },
      ...(isRoomy || known !== 'policy' ? [policy] : []),
      ...(isRoomy || known === 'policy' ? [node] : []),
      ...(known === 'kind' ? [] : [kind]),
      { header: 'STATUS', value: (run) => run.status, style: executionStyle },
      { header: 'CREATED', value: (run) => relativeTime(run.createdAt, io.now()) },
      ...(isRoomy ? [{ header: 'REASON', value: (run: BackupRun) => run.reason ?? '', shrinks: true }] : []),
    ],
    runs,
    output.width,
    output.paint,
  );
}
