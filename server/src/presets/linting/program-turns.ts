import { Injectable } from '@nestjs/common';
import { UnavailableError } from '../../common/domain-error.js';
import { lintingLimits } from './linting-limits.js';

const retryAfterSeconds = 3;

interface Waiting {
  owner: string;
  start: () => void;
  refuse: (reason: UnavailableError) => void;
}

/**
 * Whose turn it is to have programs look at a source: that costs a processor and some memory for up to seconds. One
 * person has one look at a time, so that the others get theirs.
 */
@Injectable()
export class ProgramTurns {
  /** Who is looking just now, each of them once. */
  private readonly running = new Set<string>();
  private readonly waiting: Waiting[] = [];

  /**
   * @param owner for whom it is done
   * @throws UnavailableError where too many wait already, or its owner has asked for so many others since
   */
  async run<T>(owner: string, work: () => Promise<T>): Promise<T> {
    if (this.isFreeFor(owner)) this.running.add(owner);
    else await this.turn(owner);
    try {
      return await work();
    } finally {
      this.running.delete(owner);
      this.startNext();
    }
  }

  private isFreeFor(owner: string): boolean {
    return this.running.size < lintingLimits.atOnce && !this.running.has(owner);
  }

  /** Who has waited longest of those who are not looking already. */
  private startNext(): void {
    const index = this.waiting.findIndex(({ owner }) => this.isFreeFor(owner));
    const [next] = index === -1 ? [] : this.waiting.splice(index, 1);
    if (!next) return;
    this.running.add(next.owner);
    next.start();
  }

  private turn(owner: string): Promise<void> {
    const own = this.waiting.filter((each) => each.owner === owner);
    // Not the newest: an editor asks anew with what is typed, and nobody waits for its older questions any more.
    if (own.length >= lintingLimits.waitingOfOne) this.refuse(own[0]);
    if (this.waiting.length >= lintingLimits.waiting) {
      throw new UnavailableError('Too many presets are looked at in this moment; try again.', retryAfterSeconds);
    }
    return new Promise((start, refuse) => this.waiting.push({ owner, start, refuse }));
  }

  private refuse(waiting: Waiting | undefined): void {
    if (!waiting) return;
    this.waiting.splice(this.waiting.indexOf(waiting), 1);
    waiting.refuse(
      new UnavailableError('Too many presets of yours are looked at in this moment; try again.', retryAfterSeconds),
    );
  }
}
