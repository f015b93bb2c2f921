import { inject, Injectable } from '@angular/core';
import type { Activity, Page } from '@hyprbox/contracts';
import { NodesApi } from '../../core/api/nodes.api';
import { PagedList } from '../../core/paging/paged-list';

const pageSize = 30;

/** What happened on one host, newest first, a page after the other. */
@Injectable()
export class NodeActivityStore {
  private readonly api = inject(NodesApi);
  private nodeId: string | null = null;

  /** What is read again is the newest; older entries that were loaded stay. */
  readonly list = new PagedList<Activity>({
    pageSize,
    rereads: pageSize,
    merge: (newer, older) => (touches(newer, older) ? joined(newer, older) : newer),
  });

  show(nodeId: string): void {
    if (this.nodeId === nodeId) {
      this.list.reload();
      return;
    }
    this.nodeId = nodeId;
    this.list.show((page) => this.api.activity(nodeId, page));
  }

  /** An entry that has just come. */
  add(entry: Activity): void {
    // The answer that is under way may be from before it.
    if (this.list.items() === null) this.list.refresh();
    this.list.update((entries) => (entries.some(({ id }) => id === entry.id) ? entries : [entry, ...entries]));
  }
}

/** Whether nothing can lie between two pages; after a long pause, more than a page may. */
function touches(newer: Page<Activity>, older: Page<Activity>): boolean {
  const known = new Set(older.items.map(({ id }) => id));
  return newer.nextCursor === null || newer.items.some(({ id }) => known.has(id));
}

function joined(newer: Page<Activity>, older: Page<Activity>): Page<Activity> {
  const known = new Set(newer.items.map(({ id }) => id));
  const items = [...newer.items, ...older.items.filter(({ id }) => !known.has(id))];
  // An entry may have come by the stream while an older answer was under way.
  return { items: items.sort(newestFirst), nextCursor: older.nextCursor };
}

function newestFirst(a: Activity, b: Activity): number {
  const [first, second] = [a.at + a.id, b.at + b.id];
  return first === second ? 0 : first < second ? 1 : -1;
}
