import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { Router } from '@angular/router';
import type { Rollout } from '@hyprbox/contracts';
import { addressOf, isRolloutOver, retriedStates, rolloutsEndpoints } from '@hyprbox/contracts';
import { RolloutsApi } from '../../core/api/rollouts.api';
import { BasePath } from '../../core/base-path/base-path';
import { Session } from '../../core/session/session';
import { Icon } from '../../shared/icon/icon';
import { isOwnScript } from '../../shared/rollout/own-script';
import { askForChange } from './change-dialog';
import { askForRetry, retriedCount } from './retry-dialog';

/** What can be done with a rollout: stopping it, letting it go on, running it again where it failed, taking its output. */
@Component({
  selector: 'hb-rollout-orders',
  imports: [Icon, MatButton, MatMenu, MatMenuItem, MatMenuTrigger],
  template: `
    @if (mayRun()) {
      @if (mayPause()) {
        <button matButton="outlined" type="button" (click)="pause()"><hb-icon name="pause" /> Pause</button>
      }
      @if (mayResume()) {
        <button matButton="filled" type="button" (click)="resume()">
          <hb-icon name="play" /> {{ usedUp() ? 'Raise the budget' : 'Go on' }}
        </button>
      }
      @if (mayAbort()) {
        <button matButton="outlined" type="button" class="abort" (click)="abort()">
          <hb-icon name="square" /> Abort
        </button>
      } @else if (mayRetry()) {
        <button matButton="filled" type="button" (click)="retry()"><hb-icon name="rotate-cw" /> Run again…</button>
      }
    }
    <button matButton="outlined" type="button" [matMenuTriggerFor]="download">
      <hb-icon name="download" /> Download
    </button>
    <mat-menu #download="matMenu">
      @for (item of downloads(); track item.url) {
        <a mat-menu-item [href]="item.url" download>{{ item.label }}</a>
      }
    </mat-menu>
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
    }
    hb-icon {
      margin-inline-end: 4px;
      vertical-align: -3px;
    }
    .abort {
      color: var(--hb-critical-text);
      background: var(--hb-critical-soft);
    }
  `,
})
export class RolloutOrders {
  private readonly api = inject(RolloutsApi);
  private readonly base = inject(BasePath);
  private readonly dialog = inject(MatDialog);
  private readonly router = inject(Router);
  private readonly session = inject(Session);

  readonly rollout = input.required<Rollout>();
  /** As the server says that it has become. */
  readonly changed = output<Rollout>();

  protected readonly mayRun = computed(() => this.session.can('job.run'));
  protected readonly mayAbort = computed(() => !isRolloutOver(this.rollout().state));
  protected readonly mayPause = computed(() => this.rollout().state === 'RUNNING');
  protected readonly mayResume = computed(() => ['PAUSED', 'HALTED'].includes(this.rollout().state));
  protected readonly usedUp = computed(() => this.rollout().state === 'HALTED' && this.rollout().reason === 'BUDGET');
  /** Of one that was aborted, what runs has to end first; a script of one's own is only for those who may run such. */
  protected readonly mayRetry = computed(() => {
    const { finishedAt, counts, preset } = this.rollout();
    if (isOwnScript(preset) && !this.session.can('job.adhoc')) return false;
    return finishedAt !== null && retriedStates.some((state) => retriedCount(counts, state) > 0);
  });
  protected readonly downloads = computed(() => [
    {
      label: 'Files of each host (tar.gz)',
      url: this.base.below(addressOf(rolloutsEndpoints.archive(this.rollout().id))),
    },
    {
      label: 'A JSON line for each host',
      url: this.base.below(addressOf(rolloutsEndpoints.ndjson(this.rollout().id))),
    },
  ]);

  protected async pause(): Promise<void> {
    await this.ask({
      title: 'Pause this rollout?',
      detail: 'Nothing more starts; what runs goes on. It can go on later.',
      action: 'Pause',
      destructive: false,
      budget: null,
      send: (change) => this.api.pause(this.rollout().id, change),
    });
  }

  protected async resume(): Promise<void> {
    const { budget } = this.rollout();
    await this.ask({
      title: this.usedUp() ? 'Raise the budget and go on?' : 'Let it go on?',
      detail: 'The hosts that are left are started, wave by wave.',
      action: 'Go on',
      destructive: false,
      budget: this.usedUp() ? String(budget) : null,
      send: (change) => this.api.resume(this.rollout().id, change),
    });
  }

  protected async abort(): Promise<void> {
    await this.ask({
      title: 'Abort this rollout?',
      detail: 'Nothing more starts, what is queued is cancelled, and what runs is ended. This cannot be undone.',
      action: 'Abort',
      destructive: true,
      budget: null,
      send: (change) => this.api.abort(this.rollout().id, change),
    });
  }

  protected async retry(): Promise<void> {
    const made = await askForRetry(this.dialog, this.rollout());
    if (made !== null) await this.router.navigate(['/dashboard/rollouts', made.id]);
  }

  private async ask(question: Parameters<typeof askForChange>[1]): Promise<void> {
    const rollout = await askForChange(this.dialog, question);
    if (rollout !== null) this.changed.emit(rollout);
  }
}
