import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { BackupRunDetails } from '@hyprbox/contracts';
import { shownPath } from '@hyprbox/contracts';
import { Clock } from '../../core/clock/clock';
import { formatBytes, formatCount } from '../../shared/figures/format';
import { exactTime } from '../../shared/time/exact-time';
import { runName } from './kind-labels';

/** The side panel: what ran, where, by whose order, when, and what came of it in figures. */
@Component({
  selector: 'hb-run-facts',
  imports: [RouterLink],
  template: `
    <section class="hb-card" aria-label="About this run">
      <dl>
        <dt>Policy</dt>
        <dd>
          <a [routerLink]="['/dashboard/backups/policies', run().policyId]">{{ run().policyName }}</a>
        </dd>
        <dt>Host</dt>
        <dd>
          <a [routerLink]="['/dashboard/nodes', run().nodeId]">{{ run().nodeId }}</a>
        </dd>
        @for (fact of facts(); track fact.label) {
          <dt>{{ fact.label }}</dt>
          <dd [class.hb-mono]="fact.mono">{{ fact.value }}</dd>
        }
      </dl>
    </section>
  `,
  styles: `
    section {
      padding: 14px 16px;
    }
    dl {
      display: grid;
      grid-template-columns: 96px minmax(0, 1fr);
      gap: 6px 12px;
    }
    dt {
      color: var(--hb-text-secondary);
    }
    dd {
      overflow-wrap: anywhere;
      font-variant-numeric: tabular-nums;
    }
  `,
})
export class RunFacts {
  private readonly clock = inject(Clock);

  readonly run = input.required<BackupRunDetails>();

  protected readonly facts = computed(() => {
    const run = this.run();
    const now = this.clock.now();
    const time = (at: string | null): string | null => (at === null ? null : exactTime(at, now));
    const bytes = (count: number | null): string | null => (count === null ? null : formatBytes(count));
    const count = (of: number | null): string | null => (of === null ? null : formatCount(of));
    const facts: { label: string; value: string | null; mono?: boolean }[] = [
      { label: 'Kind', value: runName(run) },
      { label: 'By', value: byWords(run) },
      { label: 'Due', value: time(run.scheduledFor) },
      { label: 'Queued', value: time(run.createdAt) },
      { label: 'Started', value: time(run.startedAt) },
      { label: 'Finished', value: time(run.finishedAt) },
      { label: 'Snapshot', value: run.snapshotId?.slice(0, 8) ?? null, mono: true },
      { label: 'Target', value: run.targetPath ? shownPath(run.targetPath) : null, mono: true },
      { label: 'Files new', value: count(run.filesNew) },
      { label: 'Changed', value: count(run.filesChanged) },
      { label: 'Processed', value: bytes(run.bytesProcessed) },
      { label: 'Added', value: bytes(run.bytesAdded) },
      { label: 'Repository', value: bytes(run.repositoryBytes) },
    ];
    return facts.filter(({ value }) => value !== null);
  });
}

function byWords({ trigger, createdBy, createdByName }: BackupRunDetails): string {
  switch (trigger) {
    case 'SCHEDULE':
      return 'The schedule';
    case 'RETENTION':
      return 'The retention, after a backup';
    case 'USER':
      return createdByName ?? (createdBy === null ? 'a removed account' : createdBy);
  }
}
