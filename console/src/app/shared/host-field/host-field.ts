import { Component, computed, inject, input, linkedSignal, output, signal } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import type { MatAutocompleteSelectedEvent } from '@angular/material/autocomplete';
import { MatAutocomplete, MatAutocompleteTrigger, MatOption } from '@angular/material/autocomplete';
import { MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { delay, of, switchMap } from 'rxjs';
import { NodesApi } from '../../core/api/nodes.api';
import { healing } from '../../core/recovery/when-recovered';

const suggestions = 20;
/** Pause in typing after which hosts are looked up, in milliseconds. */
const lookupPause = 200;

/**
 * Narrows a list to one host: by its id, or by an option of those that match what is typed. What stands in the field is
 * what is meant: an option that the arrow keys are on stands there, too.
 */
@Component({
  selector: 'hb-host-field',
  imports: [MatAutocomplete, MatAutocompleteTrigger, MatFormField, MatInput, MatLabel, MatOption],
  template: `
    <mat-form-field>
      @if (label(); as words) {
        <mat-label>{{ words }}</mat-label>
      }
      <input
        #field
        #trigger="matAutocompleteTrigger"
        matInput
        type="search"
        [attr.aria-label]="label() ? null : 'Host'"
        [placeholder]="placeholder()"
        autocomplete="off"
        spellcheck="false"
        [matAutocomplete]="options"
        [value]="typed()"
        (focus)="lookUp(typed())"
        (input)="type(field.value)"
        (keydown.enter)="apply(field.value)"
        (change)="leave(field.value, trigger.panelOpen)"
      />
      <mat-autocomplete
        #options="matAutocomplete"
        autoSelectActiveOption
        (optionSelected)="choose($event)"
        (closed)="close(field.value)"
      >
        @for (host of hostIds(); track host) {
          <mat-option [value]="host">{{ host }}</mat-option>
        }
      </mat-autocomplete>
    </mat-form-field>
  `,
  styles: `
    :host {
      display: block;
    }
    mat-form-field {
      width: 100%;
    }
  `,
})
export class HostField {
  private readonly nodes = inject(NodesApi);

  /** The id of the host; null for all. */
  readonly nodeId = input.required<string | null>();
  readonly label = input('');
  readonly placeholder = input('');
  readonly changed = output<string | null>();

  protected readonly typed = linkedSignal(() => this.nodeId() ?? '');
  private readonly asked = signal<string | null>(null);
  /** The last host that was asked for: it is not told twice while the answer is under way. */
  private readonly told = linkedSignal(() => this.nodeId());
  /** The field was left for its options, of which one may be chosen. */
  private left = false;

  private readonly found = healing(
    rxResource({
      params: () => this.asked() ?? undefined,
      stream: ({ params: q }) =>
        of(q).pipe(
          delay(lookupPause),
          switchMap(() => this.nodes.list({ q, limit: suggestions })),
        ),
    }),
  );
  protected readonly hostIds = computed(() =>
    this.found.hasValue() ? this.found.value().items.map(({ id }) => id) : [],
  );

  /** Hosts are looked up for someone who has come to the field, not with every page. */
  protected lookUp(typed: string): void {
    this.asked.set(typed.trim());
  }

  protected type(text: string): void {
    this.typed.set(text);
    this.lookUp(text);
  }

  protected choose({ option }: MatAutocompleteSelectedEvent): void {
    this.apply(String(option.value));
  }

  /** What was typed does not count while an option may be about to be pressed. */
  protected leave(text: string, optionsShown: boolean): void {
    this.left = optionsShown;
    if (!optionsShown) this.apply(text);
  }

  protected close(text: string): void {
    if (this.left) this.apply(text);
  }

  protected apply(text: string): void {
    this.left = false;
    const nodeId = text.trim() === '' ? null : text.trim();
    if (nodeId === this.told()) return;
    this.told.set(nodeId);
    this.changed.emit(nodeId);
  }
}
