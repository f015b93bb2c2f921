import { Component, computed, inject, model, signal } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { MatCheckbox } from '@angular/material/checkbox';
import { MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import type { Node } from '@hyprbox/contracts';
import { limits } from '@hyprbox/contracts';
import { delay, of, switchMap } from 'rxjs';
import { NodesApi } from '../../core/api/nodes.api';
import { toApiProblem } from '../../core/api/problem';
import { Icon } from '../../shared/icon/icon';
import { NodeStatusLabel } from '../../shared/status/node-status-label';

const shownHosts = 50;
/** Pause in typing after which hosts are looked up, in milliseconds. */
const lookupPause = 200;

/** Chooses hosts by search. What is chosen stays chosen whatever is searched for next. */
@Component({
  selector: 'hb-host-picker',
  imports: [Icon, MatButton, MatCheckbox, MatFormField, MatInput, MatLabel, NodeStatusLabel],
  templateUrl: './host-picker.html',
  styleUrl: './host-picker.scss',
})
export class HostPicker {
  private readonly nodes = inject(NodesApi);

  /** Ids of the hosts, in the order in which they were chosen. */
  readonly chosen = model<readonly string[]>([]);

  protected readonly search = signal('');
  protected readonly most = limits.streamJobs;
  /** Statuses by id, of every host that has been seen in a result. */
  private readonly seen = new Map<string, Node['status']>();

  protected readonly found = rxResource({
    params: () => this.search().trim(),
    stream: ({ params: q }) =>
      of(q).pipe(
        delay(q === '' ? 0 : lookupPause),
        switchMap(() => this.nodes.list({ q, limit: shownHosts, sort: 'name' })),
      ),
  });
  /** The last result, also while the next one is on its way: the list must not flicker with each letter. */
  private lastResult: readonly Node[] | null = null;
  protected readonly hosts = computed(() => {
    if (this.found.hasValue()) {
      this.lastResult = this.found.value().items;
      for (const { id, status } of this.lastResult) this.seen.set(id, status);
    }
    return this.lastResult;
  });
  protected readonly more = computed(() => this.found.hasValue() && this.found.value().nextCursor !== null);
  protected readonly problem = computed(() => {
    const error = this.found.error();
    return error === undefined ? null : toApiProblem(error);
  });
  protected readonly away = computed(() => {
    this.hosts();
    return this.chosen().filter((id) => this.seen.get(id) === 'OFFLINE' || this.seen.get(id) === 'UNKNOWN');
  });
  protected readonly allShownChosen = computed(() =>
    (this.hosts() ?? []).every(({ id }) => this.chosen().includes(id)),
  );

  protected nameOf({ id, displayName, hostname }: Node): string {
    const name = displayName ?? hostname;
    return name === id ? '' : name;
  }

  protected toggle(id: string, on: boolean): void {
    this.chosen.update((ids) => (on ? [...ids, id].slice(0, this.most) : ids.filter((other) => other !== id)));
  }

  protected chooseShown(): void {
    const shown = (this.hosts() ?? []).map(({ id }) => id);
    this.chosen.update((ids) => [...new Set([...ids, ...shown])].slice(0, this.most));
  }
}
