import { Component, input, output } from '@angular/core';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import { outlinedFields } from '../shared/form/outlined-fields';
import { HostField } from '../shared/host-field/host-field';
import type { FeedFilter, FeedKind } from './feed-filter';

/** Which entries, and of which host. */
@Component({
  selector: 'hb-feed-filter-bar',
  imports: [HostField, MatButtonToggle, MatButtonToggleGroup],
  providers: [outlinedFields],
  templateUrl: './feed-filter-bar.html',
  styleUrl: './feed-filter-bar.scss',
})
export class FeedFilterBar {
  readonly filter = input.required<FeedFilter>();
  readonly changed = output<Partial<FeedFilter>>();

  protected readonly kinds: readonly { value: FeedKind; label: string }[] = [
    { value: 'all', label: 'Everything' },
    { value: 'activity', label: 'Activity' },
    { value: 'heartbeats', label: 'Heartbeats' },
  ];
}
