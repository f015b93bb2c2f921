import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { MatFormField, MatLabel } from '@angular/material/form-field';
import { MatOption, MatSelect } from '@angular/material/select';
import type { Preset } from '@hyprbox/contracts';
import { limits } from '@hyprbox/contracts';
import { PresetsApi } from '../../core/api/presets.api';
import { healing } from '../../core/recovery/when-recovered';
import { DiffView } from '../../shared/line-diff/diff-view';
import { lineDiff, withContext } from '../../shared/line-diff/line-diff';
import { FailureState } from '../../shared/page-state/failure-state';

/** Lines that are the same which are shown around each change. */
const around = 3;

/** How the source in the editor differs from a published version. */
@Component({
  selector: 'hb-changes-view',
  imports: [DiffView, FailureState, MatFormField, MatLabel, MatOption, MatSelect],
  template: `
    @if (preset().version === 0) {
      <p class="quiet" role="status">Nothing is published yet: all of it is new.</p>
    } @else {
      <mat-form-field>
        <mat-label>Compared with</mat-label>
        <mat-select [value]="version()" (valueChange)="version.set($event)">
          @for (each of versions(); track each.version) {
            <mat-option [value]="each.version">{{ each.words }}</mat-option>
          }
        </mat-select>
      </mat-form-field>
      @if (other.error(); as error) {
        <hb-failure-state [error]="error" (retry)="other.reload()" />
      } @else if (base() === null) {
        <p class="quiet" role="status">Loading version {{ version() }}…</p>
      } @else if (lines().length === 0) {
        <p class="quiet" role="status">It is the same as version {{ version() }}.</p>
      } @else {
        <hb-diff-view [label]="'Changes since version ' + version()" [lines]="lines()" />
      }
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 8px;
    }
    mat-form-field {
      margin: 12px 14px 0;
    }
    .quiet {
      padding: 12px 14px;
      color: var(--hb-text-secondary);
    }
    hb-diff-view {
      flex: 1;
      border-top: 1px solid var(--hb-line);
    }
  `,
})
export class ChangesView {
  private readonly api = inject(PresetsApi);

  readonly preset = input.required<Preset>();
  /** What stands in the editor. */
  readonly text = input.required<string>();

  protected readonly version = linkedSignal(() => this.preset().version);
  private readonly list = healing(
    rxResource({
      params: () => (this.preset().version === 0 ? undefined : this.preset().name),
      stream: ({ params }) => this.api.versions.list(params, { limit: limits.pageMax }),
    }),
  );
  /** The current one is there before the list is. */
  protected readonly versions = computed(() => {
    const current = this.preset().version;
    if (!this.list.hasValue()) return [{ version: current, words: `Version ${current}` }];
    return this.list.value().items.map(({ version, message }) => ({
      version,
      words: message === '' ? `Version ${version}` : `Version ${version}: ${message}`,
    }));
  });
  protected readonly other = healing(
    rxResource({
      params: () => (this.version() === this.preset().version ? undefined : this.version()),
      stream: ({ params }) => this.api.versions.get(this.preset().name, String(params)),
    }),
  );
  protected readonly base = computed(() => {
    if (this.version() === this.preset().version) return this.preset().template;
    return this.other.hasValue() ? this.other.value().template : null;
  });
  protected readonly lines = computed(() => {
    const base = this.base();
    if (base === null || base === this.text()) return [];
    return withContext(lineDiff(base, this.text()), around);
  });
}
