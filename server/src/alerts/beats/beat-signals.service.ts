import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { TooManyRequestsError } from '../../common/domain-error.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { afterSignal, isLate, type BeatSignal } from './beat-state.js';
import { beatTokenHash } from './beat-token.js';
import type { BeatEntity } from './beat.entity.js';
import { BeatNotFound } from './beats.errors.js';
import { BeatsRepository } from './beats.repository.js';

/** A beat is written at most this often; what comes in between waits and is written as one. */
const writeEveryMs = 1_000;
/** What may wait so; more is no job that ends, but a loop. */
const waitingMax = 100;

/** The time after a beat was written, and what has come in it. */
interface Turn {
  signals: BeatSignal[];
  written: PromiseWithResolvers<void>;
  timer: NodeJS.Timeout;
}

/** Takes what beats say. It is in the database when the call is answered. */
@Injectable()
export class BeatSignalsService implements BeforeApplicationShutdown {
  /** By the beat's id. */
  private readonly turns = new Map<string, Turn>();

  constructor(
    private readonly beats: BeatsRepository,
    private readonly work: UnitOfWork,
  ) {}

  async take(token: string, signal: BeatSignal): Promise<void> {
    const id = await this.beats.findIdByTokenHash(beatTokenHash(token));
    if (id === null) throw new BeatNotFound();
    const turn = this.turns.get(id);
    if (!turn) {
      this.begin(id);
      return this.write(id, [signal]);
    }
    if (turn.signals.length === waitingMax) throw new TooManyRequestsError(1);
    turn.signals.push(signal);
    return turn.written.promise;
  }

  async beforeApplicationShutdown(): Promise<void> {
    const turns = [...this.turns];
    await Promise.allSettled(turns.map(([id, turn]) => this.end(id, turn)));
    for (const { timer } of this.turns.values()) clearTimeout(timer);
  }

  private begin(id: string): void {
    const turn: Turn = {
      signals: [],
      written: Promise.withResolvers(),
      timer: setTimeout(() => void this.end(id, turn), writeEveryMs),
    };
    this.turns.set(id, turn);
  }

  private async end(id: string, { signals, written, timer }: Turn): Promise<void> {
    clearTimeout(timer);
    this.turns.delete(id);
    if (signals.length === 0) return;
    this.begin(id);
    await this.write(id, signals).then(written.resolve, written.reject);
  }

  private async write(id: string, signals: readonly BeatSignal[]): Promise<void> {
    await this.work.system('beats', async (tx) => {
      const before = await this.beats.lock(tx, id);
      if (!before) throw new BeatNotFound();
      const after = signals.reduce(afterSignal, before);
      await this.beats.update(tx, after);
      const now = await tx.now();
      if (isBad(before, now) !== isBad(after, now)) tx.publishAfterCommit({ topic: 'alert-rules' });
    });
  }
}

function isBad(beat: BeatEntity, now: Date): boolean {
  return beat.failed || isLate(beat, now);
}
