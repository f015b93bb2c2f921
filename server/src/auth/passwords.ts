import { Injectable } from '@nestjs/common';
import bcrypt from 'bcrypt';
import { TooManyRequestsError } from '../http/domain-error.js';

const cost = 12;
/** The hash of a random text that nobody knows, of the same cost as a real one. */
const nobodysHash = '$2b$12$tHUtpc3uYj5389POTzUyq.wtFaq9PDABG8y50UekrFHbF8nUkp5Am';

/** Half of the threads that Node has for such work: files and names must not wait for passwords. */
const atOnce = 2;
/** Beyond this many the next one is refused, whoever it is: they would wait for seconds. */
const mostWaiting = 50;

@Injectable()
export class Passwords {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  hash(password: string): Promise<string> {
    return this.inTurn(() => bcrypt.hash(password, cost));
  }

  /** Takes the same work without an account, so that the time does not tell whether there is one. */
  async matches(password: string, hash: string | null): Promise<boolean> {
    const matches = await this.inTurn(() => bcrypt.compare(password, hash ?? nobodysHash));
    return hash !== null && matches;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running < atOnce) this.running += 1;
    else await this.turn();
    try {
      return await work();
    } finally {
      // The place goes to the next one, or is free.
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }

  private turn(): Promise<void> {
    if (this.waiting.length >= mostWaiting) {
      throw new TooManyRequestsError(1, 'Too many sign-ins at this moment; try again.');
    }
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}
