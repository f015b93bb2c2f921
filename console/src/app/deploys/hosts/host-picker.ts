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

/** Tags that are offered, the most frequent ones. */
const tagsMost = 12;
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
  /** Only hosts with this tag are shown; null shows all. */
  protected readonly tag = signal<string | null>(null);
  protected readonly most = limits.streamJobs;
  /** Every host that has been in a result, by its id. */
  private readonly seen = new Map<string, Node>();

  protected readonly found = rxResource({
    params: () => ({ q: this.search().trim(), tag: this.tag() }),
    stream: ({ params: { q, tag } }) =>
      of(q).pipe(
        delay(q === '' ? 0 : lookupPause),
        // As many as may be chosen, so that all hosts of a tag are.
        switchMap(() => this.nodes.list({ q, tag, limit: limits.pageMax, sort: 'name' })),
      ),
  });
  /** The last result, also while the next one is on its way: the list must not flicker with each letter. */
  private lastResult: readonly Node[] | null = null;
  protected readonly hosts = computed(() => {
    if (this.found.hasValue()) {
      this.lastResult = this.found.value().items;
      for (const host of this.lastResult) this.seen.set(host.id, host);
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
    return this.chosen().filter((id) => isAway(this.seen.get(id)));
  });
  /** Those of the hosts that have been seen, so that they stay while one of them is chosen. */
  protected readonly tags = computed(() => {
    this.hosts();
    const counts = new Map<string, number>();
    for (const { tags } of this.seen.values()) {
      for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
    }
    return [...counts.keys()]
      .sort((one, other) => (counts.get(other) ?? 0) - (counts.get(one) ?? 0) || one.localeCompare(other))
      .slice(0, tagsMost);
  });
  protected readonly chooseWords = computed(() => {
    const count = this.hosts()?.length ?? 0;
    const tag = this.tag();
    return tag === null ? `Choose the ${count} shown` : `Choose all ${count} of ${tag}`;
  });
  protected readonly allShownChosen = computed(() =>
    (this.hosts() ?? []).every(({ id }) => this.chosen().includes(id)),
  );

  protected nameOf({ id, displayName, hostname }: Node): string {
    const name = displayName ?? hostname;
    return name === id ? '' : name;
  }

  protected isAway(host: Node): boolean {
    return isAway(host);
  }

  protected toggleTag(tag: string): void {
    this.tag.update((chosen) => (chosen === tag ? null : tag));
  }

  protected toggle(id: string, on: boolean): void {
    this.chosen.update((ids) => (on ? [...ids, id].slice(0, this.most) : ids.filter((other) => other !== id)));
  }

  protected chooseShown(): void {
    const shown = (this.hosts() ?? []).map(({ id }) => id);
    this.chosen.update((ids) => [...new Set([...ids, ...shown])].slice(0, this.most));
  }
}

function isAway(host: Node | undefined): boolean {
  return host?.status === 'OFFLINE' || host?.status === 'UNKNOWN';
}
