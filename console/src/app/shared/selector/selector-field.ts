import { Component, computed, inject, input } from '@angular/core';
import { rxResource, toObservable, toSignal } from '@angular/core/rxjs-interop';
import { ReactiveFormsModule } from '@angular/forms';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import type { Selector } from '@hyprbox/contracts';
import { delay, of, startWith, switchMap } from 'rxjs';
import { NodesApi } from '../../core/api/nodes.api';
import { toApiProblem } from '../../core/api/problem';
import { healing } from '../../core/recovery/when-recovered';
import { formatCount } from '../figures/format';
import { SavedSelectors } from './saved-selectors';
import type { SelectorForm } from './selector-form';
import { selectorForm, selectorOf } from './selector-form';

/** Pause in typing after which it is asked which hosts are meant, in milliseconds. */
const previewPause = 300;
/** Hosts that the preview names. */
const namedHosts = 6;
/** Tags that are suggested. */
const namedTags = 10;

/** Which hosts: all, by their tags, or by name; with how many these are as it is typed. */
@Component({
  selector: 'hb-selector-field',
  imports: [
    MatButtonToggle,
    MatButtonToggleGroup,
    MatError,
    MatFormField,
    MatHint,
    MatInput,
    MatLabel,
    ReactiveFormsModule,
    SavedSelectors,
  ],
  template: `
    <!-- An element, so that it can be found that nothing is named in any of the fields. -->
    <div class="group" [formGroup]="form()">
      <mat-button-toggle-group hideSingleSelectionIndicator [attr.aria-label]="label()" formControlName="mode">
        <mat-button-toggle value="all">All hosts</mat-button-toggle>
        <mat-button-toggle value="tags">By tags</mat-button-toggle>
        <mat-button-toggle value="hosts">By name</mat-button-toggle>
      </mat-button-toggle-group>
      @switch (mode()) {
        @case ('tags') {
          <div class="fields">
            @for (field of tagFields; track field.name) {
              <mat-form-field>
                <mat-label>{{ field.label }}</mat-label>
                <input
                  matInput
                  autocomplete="off"
                  autocapitalize="none"
                  spellcheck="false"
                  [formControlName]="field.name"
                  (keydown.enter)="$event.preventDefault()"
                />
                <mat-error>{{ form().controls[field.name].getError('fault') }}</mat-error>
              </mat-form-field>
            }
            <mat-form-field>
              <mat-label>Only of these hosts</mat-label>
              <input
                matInput
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                formControlName="nodeIds"
                (keydown.enter)="$event.preventDefault()"
              />
              <mat-error>{{ form().controls.nodeIds.getError('fault') }}</mat-error>
            </mat-form-field>
            <mat-form-field>
              <mat-label>Platform has</mat-label>
              <input
                matInput
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                formControlName="platform"
                (keydown.enter)="$event.preventDefault()"
              />
              <mat-hint>Such as debian or aarch64.</mat-hint>
              <mat-error>{{ form().controls.platform.getError('fault') }}</mat-error>
            </mat-form-field>
          </div>
          @if (knownTags(); as tags) {
            <p class="quiet">Tags of the fleet: {{ tags }}</p>
          }
        }
        @case ('hosts') {
          <mat-form-field>
            <mat-label>Hosts, with commas between</mat-label>
            <textarea
              matInput
              rows="2"
              autocomplete="off"
              autocapitalize="none"
              spellcheck="false"
              formControlName="nodeIds"
            ></textarea>
            <mat-error>{{ form().controls.nodeIds.getError('fault') }}</mat-error>
          </mat-form-field>
        }
      }
    </div>
    <p class="preview" role="status">
      @if (fault(); as fault) {
        <span class="failed">{{ fault }}</span>
      } @else if (selector() === null) {
        <span class="warning">Say which hosts.</span>
      } @else if (preview.hasValue()) {
        @if (preview.value().count === 0) {
          <span class="warning">Matches no host as of now.</span>
        } @else {
          <strong>{{ matches() }}</strong><span class="quiet">: {{ names() }}</span>
        }
      }
    </p>
    <hb-saved-selectors [selector]="selector()" (taken)="take($event)" />
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 12px;
      align-items: flex-start;
    }
    .group {
      display: contents;
    }
    .fields {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 180px), 1fr));
      gap: 12px;
      align-items: start;
      align-self: stretch;
    }
    mat-form-field {
      width: 100%;
    }
    .preview {
      min-height: 20px;
      overflow-wrap: anywhere;
    }
    .quiet {
      color: var(--hb-text-secondary);
    }
    .warning {
      color: var(--hb-warning-text);
    }
    .failed {
      color: var(--hb-critical-text);
    }
  `,
})
export class SelectorField {
  private readonly nodes = inject(NodesApi);

  readonly form = input.required<SelectorForm>();
  readonly label = input('Which hosts');

  protected readonly tagFields = [
    { name: 'tagsAny', label: 'Any of these tags' },
    { name: 'tagsAll', label: 'All of these tags' },
    { name: 'tagsNone', label: 'None of these tags' },
  ] as const;

  private readonly value = toSignal(
    toObservable(this.form).pipe(
      switchMap((form) =>
        form.valueChanges.pipe(
          startWith(null),
          switchMap(() => of(form.getRawValue())),
        ),
      ),
    ),
    { initialValue: null },
  );
  protected readonly mode = computed(() => this.value()?.mode ?? 'all');
  protected readonly selector = computed(
    () => {
      const value = this.value();
      return value === null || this.form().invalid ? null : selectorOf(value);
    },
    { equal: (one, other) => JSON.stringify(one) === JSON.stringify(other) },
  );
  protected readonly preview = healing(
    rxResource({
      params: () => this.selector() ?? undefined,
      stream: ({ params: selector }) =>
        of(null).pipe(
          delay(previewPause),
          switchMap(() => this.nodes.select(selector)),
        ),
    }),
  );
  protected readonly matches = computed(() => {
    const count = this.preview.hasValue() ? this.preview.value().count : 0;
    return `Matches ${formatCount(count)} ${count === 1 ? 'host' : 'hosts'}`;
  });
  protected readonly names = computed(() => {
    if (!this.preview.hasValue()) return '';
    const { count, items } = this.preview.value();
    const named = items.slice(0, namedHosts).map(({ nodeId }) => nodeId);
    return named.join(', ') + (count > named.length ? ' …' : '');
  });
  protected readonly fault = computed(() => {
    const error = this.preview.error();
    if (error === undefined) return null;
    // The resource wraps what is not an Error of its own.
    const problem = toApiProblem(error.cause ?? error);
    return problem.faults[0]?.detail ?? problem.title;
  });

  protected take(selector: Selector): void {
    this.form().setValue(selectorForm(selector).getRawValue());
  }

  private readonly tags = healing(
    rxResource({ params: () => (this.mode() === 'tags' ? true : undefined), stream: () => this.nodes.tags() }),
  );
  protected readonly knownTags = computed(() =>
    this.tags.hasValue()
      ? this.tags
          .value()
          .items.slice(0, namedTags)
          .map(({ tag }) => tag)
          .join(', ')
      : '',
  );
}
