import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatSnackBar } from '@angular/material/snack-bar';
import { RouterLink } from '@angular/router';
import type { Preset } from '@hyprbox/contracts';
import { Session } from '../../core/session/session';
import { Icon } from '../../shared/icon/icon';
import { originOf, readOnlyWords, stateOf } from '../preset-words';
import { retire } from './retire-dialog';

/** What can be done with a preset by whoever looks at it. */
@Component({
  selector: 'hb-preset-actions',
  imports: [Icon, MatButton, RouterLink],
  template: `
    @if (mayApply()) {
      <a matButton="filled" [routerLink]="['/dashboard/deploys', preset().name]"><hb-icon name="play" />Apply</a>
    }
    @if (mayEdit()) {
      <a matButton="outlined" [routerLink]="['/dashboard/presets', preset().name, 'edit']">{{
        preset().hasDraft ? 'Edit the draft' : 'Edit'
      }}</a>
    }
    @if (mayCopy()) {
      <a matButton="outlined" routerLink="/dashboard/presets/new" [queryParams]="{ from: preset().name }">Copy</a>
    }
    @if (mayRetire()) {
      <button matButton type="button" (click)="retire()">Retire</button>
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
    }
    hb-icon {
      width: 14px;
      height: 14px;
      margin-inline-end: 6px;
      vertical-align: -2px;
    }
  `,
})
export class PresetActions {
  private readonly dialog = inject(MatDialog);
  private readonly snackBar = inject(MatSnackBar);
  private readonly session = inject(Session);

  readonly preset = input.required<Preset>();
  readonly changed = output<Preset>();

  private readonly isPublished = computed(() => stateOf(this.preset()) === 'PUBLISHED');
  protected readonly mayApply = computed(() => this.isPublished() && this.session.can('job.run'));
  protected readonly mayEdit = computed(
    () => readOnlyWords(this.preset()) === null && this.session.can('preset.write'),
  );
  protected readonly mayCopy = computed(() => this.preset().version > 0 && this.session.can('preset.write'));
  protected readonly mayRetire = computed(
    () =>
      ['CONSOLE', 'FILE'].includes(originOf(this.preset())) && this.isPublished() && this.session.can('preset.publish'),
  );

  protected async retire(): Promise<void> {
    const retired = await retire(this.dialog, this.preset());
    if (retired === undefined) return;
    this.changed.emit(retired);
    this.snackBar.open(`${retired.name} is retired.`, 'Close', { duration: 8_000 });
  }
}
