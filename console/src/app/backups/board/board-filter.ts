import type { BackupProtection, BackupSummary } from '@hyprbox/contracts';
import { backupProtections } from '@hyprbox/contracts';
import { protectionTone, protectionWords } from '../../shared/backups/protection-words';

/** What the board shows: everything, what stands in one way, or the hosts without a policy. */
export type BoardView = 'all' | 'unprotected' | BackupProtection;

/** Anybody can type an address: what is no view is the whole board. */
export function toView(text: string | undefined): BoardView {
  if (text === 'unprotected') return 'unprotected';
  return backupProtections.find((protection) => protection === text?.toUpperCase()) ?? 'all';
}

/** As the address has it; null for the whole board. */
export function viewParameter(view: BoardView): string | null {
  return view === 'all' ? null : view.toLowerCase();
}

export interface ViewOption {
  view: BoardView;
  label: string;
  count: number | null;
  tone: string | null;
}

/** The views that have something to show, and the current one. */
export function viewOptions(summary: BackupSummary | null, current: BoardView): ViewOption[] {
  const targets = summary?.targets;
  const total = targets === undefined ? null : backupProtections.reduce((sum, each) => sum + targets[each], 0);
  const options: ViewOption[] = [
    { view: 'all', label: 'All', count: total, tone: null },
    { view: 'unprotected', label: 'No policy', count: summary?.unprotectedNodes ?? null, tone: 'CRITICAL' },
    ...backupProtections.map((protection) => ({
      view: protection,
      label: protectionWords[protection],
      count: targets?.[protection] ?? null,
      tone: protectionTone(protection),
    })),
  ];
  return options.filter(({ view, count }) => view === 'all' || view === current || (count ?? 0) > 0);
}
