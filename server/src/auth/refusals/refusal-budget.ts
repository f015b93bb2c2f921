export interface Limits {
  /** Of one key in one window. */
  each: number;
  /** Of all keys in one window. */
  all: number;
}

export interface LeftOut<T> {
  /** The first of them, which stands for the others of its key; null for those of many keys. */
  first: T | null;
  count: number;
}

interface Entry<T> {
  taken: number;
  leftOut: LeftOut<T> | null;
}

/** Keys of which it is known how much of each was left out; all further ones are counted together. */
const mostKeys = 1_000;

/** Lets the first few of each key through in a window, and counts what it leaves out, in bounded memory. */
export class RefusalBudget<T> {
  private readonly entries = new Map<string, Entry<T>>();
  private further: Entry<T> = { taken: 0, leftOut: null };
  private taken = 0;

  constructor(private readonly limits: Limits) {}

  /** Whether `item` is to be told of; if not, it is counted as left out. */
  take(key: string, item: T): boolean {
    const entry = this.entryOf(key);
    if (entry.taken < this.limits.each && this.taken < this.limits.all) {
      entry.taken += 1;
      this.taken += 1;
      return true;
    }
    if (entry.leftOut) entry.leftOut.count += 1;
    else entry.leftOut = { first: entry === this.further ? null : item, count: 1 };
    return false;
  }

  /** Begins a new window, and gives what was left out in the last. */
  renew(): LeftOut<T>[] {
    const leftOut = [...this.entries.values(), this.further].flatMap((entry) => entry.leftOut ?? []);
    this.entries.clear();
    this.further = { taken: 0, leftOut: null };
    this.taken = 0;
    return leftOut;
  }

  private entryOf(key: string): Entry<T> {
    const known = this.entries.get(key);
    if (known) return known;
    if (this.entries.size >= mostKeys) return this.further;
    const entry = { taken: 0, leftOut: null };
    this.entries.set(key, entry);
    return entry;
  }
}
