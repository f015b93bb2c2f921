import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../time/clock.js';

/** Events of one millisecond; the digits below it tell which process numbered the event. */
const perMs = 1_000;

/** An event's id, taken apart. */
export interface EventPlace {
  id: number;
  /** When the event was sent. */
  at: Date;
  /** Whether this process sent it. */
  isOwn: boolean;
}

/**
 * Numbers events so that they grow with time, also from one process to the next: the time in milliseconds, moved on by
 * one where it stands still, and three digits for the process.
 */
@Injectable()
export class EventIds {
  private lastMs = 0;
  private readonly process = randomInt(perMs);

  constructor(private readonly clock: Clock) {}

  next(): number {
    this.lastMs = Math.max(this.lastMs + 1, this.clock.now().getTime());
    return this.lastMs * perMs + this.process;
  }

  /** @returns null if it is not an id of ours */
  read(text: string): EventPlace | null {
    const id = Number(text);
    if (!/^\d{1,16}$/.test(text) || !Number.isSafeInteger(id)) return null;
    return { id, at: new Date(Math.floor(id / perMs)), isOwn: id % perMs === this.process };
  }
}
