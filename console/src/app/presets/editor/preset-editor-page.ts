import { Component, computed, inject, input } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { PresetsApi } from '../../core/api/presets.api';
import { showHeading } from '../../core/heading/page-heading';
import { Session } from '../../core/session/session';
import { LoadingForm } from '../../shared/page-state/loading-form';
import { PageState } from '../../shared/page-state/page-state';
import { NewPresetForm } from './new-preset-form';
import { readOpened } from './opened-preset';
import { PresetEditor } from './preset-editor';

/** Writes a preset: a new one, or the next version of the one that the address names. */
@Component({
  selector: 'hb-preset-editor-page',
  imports: [LoadingForm, MatButton, NewPresetForm, PageState, PresetEditor, RouterLink],
  template: `
    @if (!mayWrite) {
      <hb-page-state
        icon="ban"
        title="Only those who may run jobs write presets"
        detail="You may look at those there are."
      >
        <a matButton="outlined" routerLink="/dashboard/presets">See the presets</a>
      </hb-page-state>
    } @else if (preset() === undefined) {
      <div class="hb-page"><hb-new-preset-form [from]="from()" (created)="edit($event)" /></div>
    } @else {
      @for (item of shown(); track item) {
        <hb-preset-editor [opened]="item" (left)="leave($event)" />
      } @empty {
        <div class="hb-page">
          <hb-loading-form what="the preset" [error]="opened.error()" (retry)="opened.reload()">
            <a matButton="outlined" routerLink="/dashboard/presets">Go to the presets</a>
          </hb-loading-form>
        </div>
      }
    }
  `,
})
export class PresetEditorPage {
  private readonly api = inject(PresetsApi);
  private readonly router = inject(Router);

  /** From the address; none for a new one. */
  readonly preset = input<string>();
  /** A preset that a new one begins as a copy of. */
  readonly from = input<string>();

  protected readonly mayWrite = inject(Session).can('preset.write');
  protected readonly opened = rxResource({
    params: () => (this.mayWrite ? this.preset() : undefined),
    stream: ({ params }) => readOpened(this.api, params),
  });
  protected readonly shown = computed(() => (this.opened.hasValue() ? [this.opened.value()] : []));

  constructor() {
    showHeading(() => ({
      title: this.preset() ?? 'New preset',
      trail: [{ label: 'Presets', link: '/dashboard/presets' }],
    }));
  }

  protected edit(name: string): void {
    void this.router.navigate(['/dashboard/presets', name, 'edit']);
  }

  protected leave(name: string | null): void {
    void this.router.navigate(['/dashboard/presets', ...(name === null ? [] : [name])]);
  }
}
