import { setTimeout } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { systemActor, type Actor } from '../../identity/principal.js';
import { PresetSourceBusy } from '../records/preset-sources.errors.js';
import { SourceClaimsRepository, type SourceClaim } from '../records/source-claims.repository.js';
import { SourceLook, type LookOrder } from './source-look.service.js';
import { SourceTaking } from './source-taking.service.js';

/** Looks that one replica has under way by itself: one that hangs keeps the others waiting for nothing. */
const looksAtOnce = 4;
/** How long somebody waits for the look of another, and how often they ask. */
const patienceMs = 20_000;
const pauseMs = 200;
const failedHere = 'The server could not keep what it found, and its log says why. Nothing was taken.';

/** Who looks at which source, and when that ends. */
@Injectable()
export class SourceLooks implements BeforeApplicationShutdown {
  private readonly logger = new Logger('PresetSources');
  private readonly stopping = new AbortController();
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly claims: SourceClaimsRepository,
    private readonly work: UnitOfWork,
    private readonly one: SourceLook,
    private readonly taking: SourceTaking,
  ) {}

  /**
   * Begins to look at what is due, as far as there is room, and does not wait for the end.
   *
   * @param onEnd told when a place is free again
   * @returns the ms until more is due; null where nothing will be
   */
  async begin(onEnd: () => void): Promise<number | null> {
    while (this.running.size < looksAtOnce && !this.stopping.signal.aborted) {
      const claim = await this.work.system('presets', (tx) => this.claims.claimDue(tx));
      if (!claim) return this.claims.msUntilDue();
      const look = this.attempt(claim).finally(() => {
        this.running.delete(look);
        if (!this.stopping.signal.aborted) onEnd();
      });
      this.running.add(look);
    }
    return null;
  }

  /**
   * Looks at one as soon as nobody else does, and waits for the end.
   *
   * @throws PresetSourceBusy, CommitNotThere
   */
  async now(id: string, actor: Actor, accept: string | null): Promise<void> {
    const claim = await this.claimSoon(id);
    await this.carryOut(claim, { actor, again: true, accept, signal: this.stopping.signal });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.running);
  }

  /** Whoever asks wants what is there now, which a look that began before may have missed. */
  private async claimSoon(id: string): Promise<SourceClaim> {
    for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += pauseMs) {
      const claim = await this.work.system('presets', (tx) => this.claims.claimNow(tx, id));
      if (claim) return claim;
      await setTimeout(pauseMs, null, { signal: this.stopping.signal });
    }
    throw new PresetSourceBusy();
  }

  private async attempt(claim: SourceClaim): Promise<void> {
    try {
      await this.carryOut(claim, { actor: systemActor, again: false, accept: null, signal: this.stopping.signal });
    } catch (error) {
      if (!this.stopping.signal.aborted)
        this.logger.error({ err: error }, 'A source of presets could not be looked at.');
    }
  }

  /** What fails for no fault of the source's is free for others at once, and shown: the log alone is read too late. */
  private async carryOut(claim: SourceClaim, order: LookOrder): Promise<void> {
    try {
      await this.one.look(claim, order);
    } catch (error) {
      const problem = this.stopping.signal.aborted ? null : failedHere;
      // Where the database is away, the claim ends by itself.
      await this.taking.giveUp(claim, problem).catch(() => undefined);
      throw error;
    }
  }
}
