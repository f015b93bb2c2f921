import { Component, inject, input, linkedSignal, output } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import type { MatAutocompleteSelectedEvent } from '@angular/material/autocomplete';
import { MatAutocomplete, MatAutocompleteTrigger, MatOption } from '@angular/material/autocomplete';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import { MatFormField } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { delay, of, switchMap } from 'rxjs';
import { NodesApi } from '../core/api/nodes.api';
import { outlinedFields } from '../shared/form/outlined-fields';
import type { FeedFilter, FeedKind } from './feed-filter';

const hostSuggestions = 20;
/** Pause in typing after which hosts are looked up, in milliseconds. */
const lookupPause = 200;

/** Which entries, and of which host. */
@Component({
  selector: 'hb-feed-filter-bar',
  imports: [
    MatAutocomplete,
    MatAutocompleteTrigger,
    MatButtonToggle,
    MatButtonToggleGroup,
    MatFormField,
    MatInput,
    MatOption,
  ],
  providers: [outlinedFields],
  templateUrl: './feed-filter-bar.html',
  styleUrl: './feed-filter-bar.scss',
})
export class FeedFilterBar {
  private readonly nodes = inject(NodesApi);

  readonly filter = input.required<FeedFilter>();
  readonly changed = output<Partial<FeedFilter>>();

  protected readonly kinds: readonly { value: FeedKind; label: string }[] = [
    { value: 'all', label: 'Everything' },
    { value: 'activity', label: 'Activity' },
    { value: 'heartbeats', label: 'Heartbeats' },
  ];
  protected readonly typed = linkedSignal(() => this.filter().nodeId ?? '');
  private readonly asked = linkedSignal<string | null>(() => null);

  protected readonly hosts = rxResource({
    params: () => this.asked() ?? undefined,
    stream: ({ params: q }) =>
      of(q).pipe(
        delay(lookupPause),
        switchMap(() => this.nodes.list({ q, limit: hostSuggestions })),
      ),
  });

  /** Hosts are looked up for someone who has come to the field, not with every page. */
  protected lookUp(typed: string): void {
    this.asked.set(typed.trim());
  }

  protected type(event: Event): void {
    const { value } = this.field(event);
    this.typed.set(value);
    this.lookUp(value);
  }

  protected choose(event: MatAutocompleteSelectedEvent): void {
    this.changeHost(String(event.option.value));
  }

  protected changeHost(typed: string): void {
    const nodeId = typed.trim() === '' ? null : typed.trim();
    if (nodeId !== this.filter().nodeId) this.changed.emit({ nodeId });
  }

  private field(event: Event): HTMLInputElement {
    if (event.target instanceof HTMLInputElement) return event.target;
    throw new TypeError('Only the field listens to this event.');
  }
}
