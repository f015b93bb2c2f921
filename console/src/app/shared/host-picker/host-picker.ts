import { Component, computed, inject, model, signal } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { MatCheckbox } from '@angular/material/checkbox';
import { MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import type { Node } from '@hyprbox/contracts';
import { alertLimits, limits } from '@hyprbox/contracts';
import { delay, of, switchMap } from 'rxjs';
import { NodesApi } from '../../core/api/nodes.api';
import { toApiProblem } from '../../core/api/problem';
import { healing } from '../../core/recovery/when-recovered';
import { Icon } from '../icon/icon';
import { NodeStatusLabel } from '../status/node-status-label';

/** Tags that are offered at first, the most frequent ones. */
const tagsAtFirst = 12;
/** Pause in typing after which hosts are looked up, in milliseconds. */
const lookupPause = 200;

/** Chooses hosts by search. What is chosen stays chosen whatever is searched for next. */
@Component({
  selector: 'hb-host-picker',
  imports: [Icon, MatButton, MatCheckbox, MatFormField, MatInput, MatLabel, NodeStatusLabel],
  templateUrl: './host-picker.html',
  styleUrl: './host-picker.scss',
  // Whoever takes the last chosen host off goes on from here.
  host: { tabindex: '-1' },
})
export class HostPicker {
  private readonly nodes = inject(NodesApi);

  /** Ids of the hosts, in the order in which they were chosen. */
  readonly chosen = model<readonly string[]>([]);

  protected readonly search = signal('');
  /** Only hosts with this tag are shown; null shows all. */
  protected readonly tag = signal<string | null>(null);
  /** As many as a selector may name. */
  protected readonly most = alertLimits.selectorEntries;
  /** Every host that has been in a result, by its id. */
  private readonly seen = new Map<string, Node>();

  protected readonly found = healing(
    rxResource({
      params: () => ({ q: this.search().trim(), tag: this.tag() }),
      stream: ({ params: { q, tag } }) =>
        of(q).pipe(
          delay(q === '' ? 0 : lookupPause),
          // A whole page, so that all hosts of a tag are chosen at once.
          switchMap(() => this.nodes.list({ q, tag, limit: limits.pageMax, sort: 'name' })),
        ),
    }),
  );
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
  /** Of the whole fleet, in an order of their own: none moves while hosts are looked up or a tag is chosen. */
  private readonly fleetTags = healing(rxResource({ stream: () => this.nodes.tags() }));
  protected readonly allTags = signal(false);
  private readonly tagNames = computed(() =>
    this.fleetTags.hasValue() ? this.fleetTags.value().items.map(({ tag }) => tag) : [],
  );
  protected readonly tags = computed(() => (this.allTags() ? this.tagNames() : this.tagNames().slice(0, tagsAtFirst)));
  protected readonly moreTags = computed(() => this.tagNames().length - this.tags().length);
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
