import { Component, computed, effect, inject, input, output } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { NonNullableFormBuilder, ReactiveFormsModule } from '@angular/forms';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import { MatChipListbox, MatChipOption } from '@angular/material/chips';
import { MatFormField, MatPrefix } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatOption, MatSelect } from '@angular/material/select';
import type { FleetSummary, NodeSort } from '@hyprbox/contracts';
import { worstStatusFirst } from '@hyprbox/contracts';
import { debounceTime } from 'rxjs';
import { formatCount } from '../shared/figures/format';
import { outlinedFields } from '../shared/form/outlined-fields';
import { Icon } from '../shared/icon/icon';
import { StatusDot } from '../shared/status/status-dot';
import { statusWords } from '../shared/status/status-words';
import type { FleetQuery } from './fleet-query';
import { TagHosts } from './tagging/tag-hosts';

export type FleetView = 'cards' | 'table';

/** Milliseconds of rest after the last key before the search begins. */
const typingPause = 250;

@Component({
  selector: 'hb-fleet-filters',
  imports: [
    Icon,
    MatButtonToggle,
    MatButtonToggleGroup,
    MatChipListbox,
    MatChipOption,
    MatFormField,
    MatInput,
    MatOption,
    MatPrefix,
    MatSelect,
    ReactiveFormsModule,
    StatusDot,
    TagHosts,
  ],
  providers: [outlinedFields],
  templateUrl: './fleet-filters.html',
  styleUrl: './fleet-filters.scss',
})
export class FleetFilters {
  readonly query = input.required<FleetQuery>();
  readonly view = input.required<FleetView>();
  readonly summary = input.required<Pick<FleetSummary, 'total' | 'byStatus'> | null>();
  /** Tags to choose from. */
  readonly tags = input.required<readonly string[]>();
  readonly queryChange = output<Partial<FleetQuery>>();
  readonly viewChange = output<FleetView>();

  protected readonly search = inject(NonNullableFormBuilder).control('');
  protected readonly sorts: readonly { value: NodeSort; label: string }[] = [
    { value: 'status', label: 'Worst first' },
    { value: 'name', label: 'Name' },
    { value: '-cpu', label: 'CPU' },
    { value: '-mem', label: 'Memory' },
    { value: '-disk', label: 'Disk' },
    { value: '-lastSeen', label: 'Last seen' },
  ];
  /** The table's headings can choose orders that the list does not name. */
  protected readonly sortIsListed = computed(() => this.sorts.some(({ value }) => value === this.query().sort));
  /** All of them, whether some host has it or not: a chip that comes would push the others away under the pointer. */
  protected readonly statuses = computed(() => {
    const counts = this.summary()?.byStatus;
    return worstStatusFirst.map((status) => ({ status, label: statusWords[status], count: counts?.[status] ?? 0 }));
  });
  protected readonly count = formatCount;
  /** The list box takes null for "none chosen". */
  protected readonly all = 'ALL';

  constructor() {
    effect(() => {
      const { q } = this.query();
      if (q !== this.search.value.trim()) this.search.setValue(q, { emitEvent: false });
    });
    this.search.valueChanges
      .pipe(debounceTime(typingPause), takeUntilDestroyed())
      .subscribe((typed) => this.queryChange.emit({ q: typed.trim() }));
  }
}
