/**
 * So many of a stream of files, each as likely as any other (reservoir sampling, algorithm R), but for the largest and a
 * smallest, which are always among them. A size of null takes all.
 */
export class Sample<File extends { size: number }> {
  private readonly taken: File[] = [];
  private seen = 0;
  private largest: File | undefined;
  private smallest: File | undefined;

  constructor(
    private readonly size: number | null,
    private readonly random: () => number,
  ) {}

  offer(file: File): void {
    if (this.largest === undefined || file.size > this.largest.size) this.largest = file;
    if (this.smallest === undefined || file.size < this.smallest.size) this.smallest = file;
    this.seen += 1;
    if (this.size === null || this.taken.length < this.size) {
      this.taken.push(file);
      return;
    }
    const at = Math.floor(this.random() * this.seen);
    if (at < this.size) this.taken[at] = file;
  }

  get isWhole(): boolean {
    return this.taken.length === this.seen;
  }

  files(): File[] {
    const extremes = [this.largest, this.smallest].filter((file) => file !== undefined);
    const missing = [...new Set(extremes)].filter((file) => !this.taken.includes(file)).slice(0, this.taken.length);
    const rest = this.taken.filter((file) => !extremes.includes(file));
    const keptExtremes = extremes.filter((file) => this.taken.includes(file));
    return [...missing, ...new Set(keptExtremes), ...rest].slice(0, this.taken.length);
  }
}

/** Numbers from 0 to 1 that a seed repeats (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
