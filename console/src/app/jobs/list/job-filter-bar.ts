import { Component, computed, inject, input, output, signal } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatOption, MatSelect } from '@angular/material/select';
import { executionStatuses, limits } from '@hyprbox/contracts';
import { map, of } from 'rxjs';
import { PresetsApi } from '../../core/api/presets.api';
import { UsersApi } from '../../core/api/users.api';
import { allItems } from '../../core/paging/all-items';
import { Session } from '../../core/session/session';
import { healing } from '../../core/recovery/when-recovered';
import { HostField } from '../../shared/host-field/host-field';
import { executionStatusWords } from '../../shared/status/execution-status-words';
import type { JobFilter } from './job-filter';
import { noFilter } from './job-filter';
import { fromLocalInput, toLocalInput } from '../../shared/time/local-input';

export interface Creator {
  readonly id: string;
  readonly name: string;
}

/** What the list of jobs is narrowed to. */
@Component({
  selector: 'hb-job-filter-bar',
  // Has the focus of the button that clears the filters, which goes by that.
  host: { tabindex: '-1' },
  imports: [HostField, MatButton, MatFormField, MatInput, MatLabel, MatOption, MatSelect],
  templateUrl: './job-filter-bar.html',
  styleUrl: './job-filter-bar.scss',
})
export class JobFilterBar {
  private readonly presets = inject(PresetsApi);
  private readonly users = inject(UsersApi);
  private readonly session = inject(Session);

  readonly filter = input.required<JobFilter>();
  /** Who made the jobs that are shown: who may not see the accounts can choose among these. */
  readonly creators = input<readonly Creator[]>([]);
  readonly changed = output<JobFilter>();

  protected readonly statuses = executionStatuses;
  protected readonly words = executionStatusWords;
  protected readonly anySet = computed(() => Object.values(this.filter()).some((value) => value !== null));

  private readonly presetPage = healing(rxResource({ stream: () => allItems((page) => this.presets.list(page)) }));
  /** The preset of the address is there, also when it is not known any more. */
  protected readonly presetNames = computed(() => {
    const names = this.presetPage.hasValue() ? this.presetPage.value().map(({ name }) => name) : [];
    const { preset } = this.filter();
    return preset === null || names.includes(preset) ? names : [preset, ...names];
  });

  /** Only who manages the accounts may read them. */
  private readonly accounts = healing(
    rxResource({
      stream: () =>
        this.session.can('user.manage')
          ? this.users.list({ limit: limits.pageMax }).pipe(map(({ items }): readonly Creator[] => items))
          : of<readonly Creator[]>([]),
    }),
  );
  /** Everybody but the user, who comes first as "Me"; the one of the address is there, also when not known. */
  protected readonly others = computed<readonly Creator[]>(() => {
    const accounts = this.accounts.hasValue() ? this.accounts.value() : [];
    const names = new Map([...this.creators(), ...accounts].map(({ id, name }) => [id, name]));
    const { by } = this.filter();
    if (by !== null && by !== 'me' && !names.has(by)) names.set(by, 'Someone else');
    return [...names]
      .filter(([id]) => id !== this.session.user()?.id || id === by)
      .map(([id, name]) => ({ id, name }))
      .sort((one, other) => one.name.localeCompare(other.name));
  });

  /** Whether the two ends of a time were asked for, though none may be given yet. */
  private readonly customOpened = signal(false);
  protected readonly time = computed(() => {
    const { span, from, to } = this.filter();
    return span ?? (from !== null || to !== null || this.customOpened() ? 'custom' : null);
  });
  protected readonly localFrom = computed(() => toLocalInput(this.filter().from));
  protected readonly localTo = computed(() => toLocalInput(this.filter().to));

  protected change(part: Partial<JobFilter>): void {
    this.changed.emit({ ...this.filter(), ...part });
  }

  protected clear(): void {
    this.customOpened.set(false);
    this.changed.emit(noFilter);
  }

  protected changeTime(time: JobFilter['span'] | 'custom'): void {
    this.customOpened.set(time === 'custom');
    if (time !== 'custom') this.change({ span: time, from: null, to: null });
    else if (this.filter().span !== null) this.change({ span: null });
  }

  protected changeEnd(end: 'from' | 'to', local: string): void {
    this.change({ span: null, [end]: fromLocalInput(local) });
  }
}
