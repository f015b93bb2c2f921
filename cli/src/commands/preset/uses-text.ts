import type { PresetUse, PresetUseKind } from '@hyprbox/contracts';
import type { Output } from '../../output/output.js';
import { renderTable } from '../../output/table.js';

const kinds: Readonly<Record<PresetUseKind, string>> = {
  SCHEDULE: 'schedule',
  ALERT_RULE: 'alert rule',
  BACKUP_POLICY: 'backup policy',
};

/** What names a preset, and what each finds wrong. */
export function usesTable(uses: readonly PresetUse[], { width, paint }: Pick<Output, 'width' | 'paint'>): string {
  return renderTable<PresetUse>(
    [
      { header: 'USED BY', value: ({ kind }) => kinds[kind] },
      { header: 'NAME', value: ({ name }) => name, shrinks: true },
      {
        header: 'WHAT IS WRONG',
        value: ({ faults }) => faults.map(({ pointer, detail }) => `${pointer.slice(1)} ${detail}`).join('; ') || '–',
        style: ({ faults }) => (faults.length === 0 ? undefined : 'red'),
        shrinks: true,
      },
    ],
    uses,
    width,
    paint,
  );
}
