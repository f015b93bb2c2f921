import { Component, computed, inject, input } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import type { AlertWindow } from '@hyprbox/contracts';
import { AlertsApi } from '../../core/api/alerts.api';
import { showHeading } from '../../core/heading/page-heading';
import { Session } from '../../core/session/session';
import { LoadingForm } from '../../shared/page-state/loading-form';
import { PageState } from '../../shared/page-state/page-state';
import { WindowEditor } from './window-editor';

/** Writes a new window, or loads the one that the address names. */
@Component({
  selector: 'hb-window-page',
  imports: [LoadingForm, MatButton, PageState, RouterLink, WindowEditor],
  template: `
    <div class="hb-page">
      @if (!mayHandle) {
        <hb-page-state
          icon="ban"
          title="Only operators keep hosts quiet"
          detail="You may look at the windows there are."
        >
          <a matButton="outlined" routerLink="/dashboard/alerts/windows">See the windows</a>
        </hb-page-state>
      } @else {
        @for (item of shown(); track item.key) {
          <hb-window-editor [window]="item.window" (saved)="leave()" (left)="leave()" />
        } @empty {
          <hb-loading-form what="the window" [error]="window.error()" (retry)="window.reload()">
            <a matButton="outlined" routerLink="/dashboard/alerts/windows">Go to the windows</a>
          </hb-loading-form>
        }
      }
    </div>
  `,
})
export class WindowPage {
  private readonly api = inject(AlertsApi);
  private readonly router = inject(Router);

  /** From the address; none for a new one. */
  readonly windowId = input<string>();

  protected readonly mayHandle = inject(Session).can('alert.handle');
  protected readonly window = rxResource({
    params: () => (this.mayHandle ? this.windowId() : undefined),
    stream: ({ params }) => this.api.windows.get(params),
  });
  protected readonly shown = computed<readonly { key: string; window: AlertWindow | null }[]>(() => {
    if (this.windowId() === undefined) return [{ key: 'new', window: null }];
    if (!this.window.hasValue()) return [];
    const window = this.window.value();
    return [{ key: window.id, window }];
  });

  constructor() {
    showHeading(() => ({
      title: this.shown()[0]?.window?.name ?? (this.windowId() === undefined ? 'New window' : 'Window'),
      trail: [
        { label: 'Alerts', link: '/dashboard/alerts' },
        { label: 'Windows', link: '/dashboard/alerts/windows' },
      ],
    }));
  }

  protected leave(): void {
    void this.router.navigate(['/dashboard/alerts/windows']);
  }
}
