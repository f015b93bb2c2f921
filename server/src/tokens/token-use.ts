import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import { Clock } from '../time/clock.js';
import { TokensRepository } from './tokens.repository.js';

const onceInMs = 60_000;
/** Uses that come together are written together. */
const gatherMs = 250;

/** Writes down when tokens were last used: at most once a minute for each, and never in the way of the call. */
@Injectable()
export class TokenUse implements OnModuleDestroy {
  private readonly logger = new Logger('Tokens');
  private readonly notedAt = new Map<string, number>();
  private pending = new Set<string>();
  private timer: NodeJS.Timeout | null = null;
  private sweptAt = 0;

  constructor(
    private readonly tokens: TokensRepository,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  note(tokenId: string): void {
    const now = performance.now();
    const before = this.notedAt.get(tokenId);
    if (before !== undefined && now - before < onceInMs) return;
    this.notedAt.set(tokenId, now);
    this.pending.add(tokenId);
    this.timer ??= setTimeout(() => void this.write(), gatherMs);
  }

  async onModuleDestroy(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    await this.write();
  }

  private async write(): Promise<void> {
    this.timer = null;
    this.sweep();
    const ids = [...this.pending];
    if (ids.length === 0) return;
    this.pending = new Set();
    try {
      await this.work.system('token-use', (tx) => this.tokens.markUsed(tx, ids, this.clock.now()));
    } catch (error) {
      // Only a display lags behind; the next use of the token tries again.
      for (const id of ids) this.notedAt.delete(id);
      this.logger.warn({ err: error }, 'The last use of some node tokens could not be written down');
    }
  }

  /** Forgets tokens that are not used any more. */
  private sweep(): void {
    const now = performance.now();
    if (now - this.sweptAt < onceInMs) return;
    this.sweptAt = now;
    for (const [id, at] of this.notedAt) if (now - at >= onceInMs) this.notedAt.delete(id);
  }
}
