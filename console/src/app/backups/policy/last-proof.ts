import { Component, computed, inject, input, output } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { BackupRunDetails } from '@hyprbox/contracts';
import { of, switchMap } from 'rxjs';
import { BackupsApi } from '../../core/api/backups.api';
import { Session } from '../../core/session/session';
import { FailureState } from '../../shared/page-state/failure-state';
import { PageState } from '../../shared/page-state/page-state';
import { RelativeTime } from '../../shared/time/relative-time';
import { DrillProof } from '../run/drill-proof';
import { whyNoDrill } from '../run/has-backup';

/** The evidence of the last restore drill of a host that passed. */
@Component({
  selector: 'hb-last-proof',
  imports: [DrillProof, FailureState, MatButton, PageState, RelativeTime, RouterLink],
  template: `
    @if (proof(); as run) {
      @if (run.drill; as evidence) {
        <hb-drill-proof [evidence]="evidence" [passed]="true" />
      }
      <p class="when">
        Drilled on {{ run.nodeId }} <hb-relative-time [at]="run.finishedAt ?? run.createdAt" />.
        <a [routerLink]="['/dashboard/backups/runs', run.id]">See the run</a>
      </p>
    } @else if (run.error(); as error) {
      <hb-failure-state [error]="error" (retry)="run.reload()" />
    } @else if (run.isLoading()) {
      <div class="hb-skeleton block" role="status"><span class="hb-visually-hidden">Loading the proof</span></div>
    } @else {
      <hb-page-state
        icon="shield"
        title="No restore of {{ nodeId() }} has been proven yet"
        [detail]="
          hasBackup()
            ? 'A drill brings files of the newest snapshot back to a scratch directory, verifies them, measures the time and removes them again.'
            : whyNoDrill
        "
      >
        @if (mayRun && hasBackup()) {
          <button matButton="filled" type="button" (click)="drill.emit()">Drill now</button>
        }
      </hb-page-state>
    }
  `,
  styles: `
    :host {
      display: block;
    }
    .when {
      padding: 0 16px 14px;
      color: var(--hb-text-secondary);
    }
    /* A link among words is told by more than its colour. */
    .when a {
      text-decoration: underline;
      text-underline-offset: 2px;
    }
    .block {
      display: block;
      height: 220px;
    }
  `,
})
export class LastProof {
  private readonly api = inject(BackupsApi);

  readonly policyId = input.required<string>();
  readonly nodeId = input.required<string>();
  /** When the last proof was made: another one is to be read when it changes. */
  readonly provenAt = input.required<string | null>();
  /** Whether there is anything that a drill could restore. */
  readonly hasBackup = input.required<boolean>();
  readonly drill = output();

  protected readonly whyNoDrill = whyNoDrill;

  protected readonly mayRun = inject(Session).can('backup.run');
  protected readonly run = rxResource<BackupRunDetails | null, { policyId: string; nodeId: string; at: string | null }>(
    {
      params: () => ({ policyId: this.policyId(), nodeId: this.nodeId(), at: this.provenAt() }),
      stream: ({ params: { policyId, nodeId } }) =>
        this.api.runs
          .list({ policyId, nodeId, kind: 'DRILL', status: 'SUCCEEDED', limit: 1 })
          .pipe(switchMap(({ items: [newest] }) => (newest === undefined ? of(null) : this.api.runs.get(newest.id)))),
    },
  );
  protected readonly proof = computed(() => (this.run.hasValue() ? this.run.value() : null));
}
