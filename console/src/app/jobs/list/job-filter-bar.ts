import { Component, computed, inject, input, linkedSignal, output } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import type { MatAutocompleteSelectedEvent } from '@angular/material/autocomplete';
import { MatAutocomplete, MatAutocompleteTrigger, MatOption } from '@angular/material/autocomplete';
import { MatButton } from '@angular/material/button';
import { MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatSelect } from '@angular/material/select';
import type { ExecutionStatus } from '@hyprbox/contracts';
import { executionStatuses, limits } from '@hyprbox/contracts';
import { delay, of, switchMap } from 'rxjs';
import { NodesApi } from '../../core/api/nodes.api';
import { PresetsApi } from '../../core/api/presets.api';
import { executionStatusWords } from '../../shared/status/execution-status-words';
import type { JobFilter } from './job-list';

const hostSuggestions = 20;
/** Pause in typing after which hosts are looked up, in milliseconds. */
const lookupPause = 200;

@Component({
  selector: 'hb-job-filter-bar',
  imports: [MatAutocomplete, MatAutocompleteTrigger, MatButton, MatFormField, MatInput, MatLabel, MatOption, MatSelect],
  template: `
    <mat-form-field>
      <mat-label>Status</mat-label>
      <mat-select [value]="filter().status" (valueChange)="changeStatus($event)">
        <mat-option [value]="null">Any</mat-option>
        @for (status of statuses; track status) {
          <mat-option [value]="status">{{ words[status] }}</mat-option>
        }
      </mat-select>
    </mat-form-field>
    <mat-form-field>
      <mat-label>Preset</mat-label>
      <mat-select [value]="filter().preset" (valueChange)="changePreset($event)">
        <mat-option [value]="null">Any</mat-option>
        @for (preset of presetNames(); track preset) {
          <mat-option [value]="preset">{{ preset }}</mat-option>
        }
      </mat-select>
    </mat-form-field>
    <mat-form-field>
      <mat-label>Host</mat-label>
      <input
        matInput
        type="search"
        autocomplete="off"
        spellcheck="false"
        [matAutocomplete]="hosts"
        [value]="typedHost()"
        (input)="typedHost.set($any($event.target).value)"
        (keydown.enter)="changeHost(typedHost())"
        (change)="changeHost(typedHost())"
      />
      <mat-autocomplete #hosts="matAutocomplete" (optionSelected)="chooseHost($event)">
        @for (host of hostIds(); track host) {
          <mat-option [value]="host">{{ host }}</mat-option>
        }
      </mat-autocomplete>
    </mat-form-field>
    @if (anySet()) {
      <button matButton type="button" (click)="changed.emit({ status: null, nodeId: null, preset: null })">
        Clear filters
      </button>
    }
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: repeat(3, minmax(0, 200px)) auto;
      gap: 8px;
      align-items: center;
      justify-content: start;
    }
    @media (width < 700px) {
      :host {
        grid-template-columns: 1fr 1fr;
        justify-content: stretch;
      }
      mat-form-field:nth-of-type(3) {
        grid-column: span 2;
      }
    }
  `,
})
export class JobFilterBar {
  private readonly nodes = inject(NodesApi);
  private readonly presets = inject(PresetsApi);

  readonly filter = input.required<JobFilter>();
  readonly changed = output<JobFilter>();

  protected readonly statuses = executionStatuses;
  protected readonly words = executionStatusWords;
  protected readonly typedHost = linkedSignal(() => this.filter().nodeId ?? '');
  protected readonly anySet = computed(() => Object.values(this.filter()).some((value) => value !== null));

  private readonly presetPage = rxResource({ stream: () => this.presets.list({ limit: limits.pageMax }) });
  /** The preset of the address is there, also when it is not known any more. */
  protected readonly presetNames = computed(() => {
    const names = this.presetPage.hasValue() ? this.presetPage.value().items.map(({ name }) => name) : [];
    const { preset } = this.filter();
    return preset === null || names.includes(preset) ? names : [preset, ...names];
  });

  private readonly hostPage = rxResource({
    params: () => this.typedHost().trim(),
    stream: ({ params: q }) =>
      of(q).pipe(
        delay(lookupPause),
        switchMap(() => this.nodes.list({ q, limit: hostSuggestions })),
      ),
  });
  protected readonly hostIds = computed(() =>
    this.hostPage.hasValue() ? this.hostPage.value().items.map(({ id }) => id) : [],
  );

  protected changeStatus(status: ExecutionStatus | null): void {
    this.changed.emit({ ...this.filter(), status });
  }

  protected changePreset(preset: string | null): void {
    this.changed.emit({ ...this.filter(), preset });
  }

  protected chooseHost(event: MatAutocompleteSelectedEvent): void {
    this.changeHost(String(event.option.value));
  }

  protected changeHost(typed: string): void {
    const nodeId = typed.trim() === '' ? null : typed.trim();
    if (nodeId !== this.filter().nodeId) this.changed.emit({ ...this.filter(), nodeId });
  }
}
