import { TooManyRequestsError } from '../common/domain-error.js';

/** Half of the threads that Node has for such work: files and names must not wait for passwords. */
const atOnce = 2;
/** Strangers who may wait; beyond this many the next one is refused. */
const mostStrangers = 50;
/** Places that are kept for those who are known, and how many of them each has: nobody fills them in another's name. */
const mostKnown = 50;
const mostForEachKnown = 2;
/** About the time that a full queue takes to become shorter by half. */
const retryAfterSeconds = 5;

interface Waiting {
  known: string | null;
  start: () => void;
}

/**
 * The turns at hashing, which costs a quarter of a second each. Strangers and those who are known wait in queues of
 * their own and take turns, so that no number of strangers keeps out who has signed in lately.
 */
export class HashingQueue {
  private running = 0;
  private readonly strangers: Waiting[] = [];
  private readonly known: Waiting[] = [];
  private strangersTurn = false;

  /** @param known what the caller is known by; null for a stranger */
  async run<T>(known: string | null, work: () => Promise<T>): Promise<T> {
    if (this.running < atOnce) this.running += 1;
    else await this.turn(known);
    try {
      return await work();
    } finally {
      // The place goes to the next one, or is free.
      const next = this.next();
      if (next) next.start();
      else this.running -= 1;
    }
  }

  private turn(known: string | null): Promise<void> {
    const queue = this.queueFor(known);
    if (!queue) throw new TooManyRequestsError(retryAfterSeconds, 'Too many sign-ins at this moment; try again.');
    return new Promise((start) => queue.push({ known, start }));
  }

  private queueFor(known: string | null): Waiting[] | null {
    const isReserved =
      known !== null &&
      this.known.length < mostKnown &&
      this.known.filter((each) => each.known === known).length < mostForEachKnown;
    if (isReserved) return this.known;
    return this.strangers.length < mostStrangers ? this.strangers : null;
  }

  private next(): Waiting | undefined {
    this.strangersTurn = !this.strangersTurn;
    const [first, second] = this.strangersTurn ? [this.strangers, this.known] : [this.known, this.strangers];
    return first.shift() ?? second.shift();
  }
}
