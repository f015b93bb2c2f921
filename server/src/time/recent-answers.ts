interface Remembered<V> {
  askedAt: number;
  answer: Promise<V | null>;
  /** Set once the answer is there. */
  settled?: { value: V | null };
}

interface Waiting<V> {
  promise: Promise<V | null>;
  resolve: (value: V | null) => void;
  reject: (error: unknown) => void;
}

export interface RecentAnswersOptions {
  /** An answer is given again for so long, counted from before it was asked for. */
  maxAgeMs: number;
  /** The oldest are forgotten beyond this. */
  maxEntries: number;
}

/**
 * Remembers for a short time what the database said, so that a busy caller costs one look-up in a while. Keys that are
 * asked for while a look-up is under way leave together in the next one.
 */
export class RecentAnswers<V> {
  private readonly remembered = new Map<string, Remembered<V>>();
  private waiting = new Map<string, Waiting<V>>();
  private asking = false;

  /** @param ask looks up many keys at once; a key that it leaves out has no value */
  constructor(
    private readonly ask: (keys: string[]) => Promise<ReadonlyMap<string, V>>,
    private readonly options: RecentAnswersOptions,
  ) {}

  get(key: string): Promise<V | null> {
    const now = performance.now();
    const known = this.remembered.get(key);
    if (known && now - known.askedAt < this.options.maxAgeMs) return known.answer;
    const entry: Remembered<V> = { askedAt: now, answer: this.askFor(key) };
    // Deleted first, so that the map's order is the order of age.
    this.remembered.delete(key);
    this.remembered.set(key, entry);
    this.forgetOldest();
    entry.answer.then(
      (value) => {
        entry.settled = { value };
      },
      () => {
        if (this.remembered.get(key) === entry) this.remembered.delete(key);
      },
    );
    return entry.answer;
  }

  /** Forgets one answer, for a value that is not to be given again. */
  drop(key: string): void {
    this.remembered.delete(key);
  }

  /** Forgets the values that `concerned` picks, and every answer that is still on its way and might be one of them. */
  forget(concerned: (value: V) => boolean): void {
    for (const [key, { settled }] of this.remembered) {
      if (!settled || (settled.value !== null && concerned(settled.value))) this.remembered.delete(key);
    }
  }

  private askFor(key: string): Promise<V | null> {
    const already = this.waiting.get(key);
    if (already) return already.promise;
    let resolve: Waiting<V>['resolve'] = () => undefined;
    let reject: Waiting<V>['reject'] = () => undefined;
    const promise = new Promise<V | null>((onValue, onError) => {
      resolve = onValue;
      reject = onError;
    });
    this.waiting.set(key, { promise, resolve, reject });
    if (!this.asking) {
      this.asking = true;
      queueMicrotask(() => void this.askForAll());
    }
    return promise;
  }

  private async askForAll(): Promise<void> {
    while (this.waiting.size > 0) {
      const batch = this.waiting;
      this.waiting = new Map();
      try {
        const answers = await this.ask([...batch.keys()]);
        for (const [key, { resolve }] of batch) resolve(answers.get(key) ?? null);
      } catch (error) {
        for (const { reject } of batch.values()) reject(error);
      }
    }
    this.asking = false;
  }

  private forgetOldest(): void {
    for (const key of this.remembered.keys()) {
      if (this.remembered.size <= this.options.maxEntries) return;
      this.remembered.delete(key);
    }
  }
}
