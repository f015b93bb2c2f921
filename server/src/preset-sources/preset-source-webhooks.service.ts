import { Injectable } from '@nestjs/common';
import { RateCounter } from '../auth/rate-counter.js';
import { networkOf } from '../common/client-address.js';
import { TooManyRequestsError } from '../common/domain-error.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { PresetSourceNotFound } from './records/preset-sources.errors.js';
import { PresetSourcesRepository } from './records/preset-sources.repository.js';
import { SourceClaimsRepository } from './records/source-claims.repository.js';
import { webhookTokenHash } from './webhook-token.js';

/** Calls a minute for one source: each may make the server look at a host. */
const callsPerMinute = 30;
/** Calls a minute from one address for sources that there are not. */
const unknownPerMinute = 60;
const minuteMs = 60_000;

/** Hears that a repository has something new, and refuses who only tries addresses. */
@Injectable()
export class PresetSourceWebhooks {
  constructor(
    private readonly sources: PresetSourcesRepository,
    private readonly claims: SourceClaimsRepository,
    private readonly work: UnitOfWork,
    private readonly counter: RateCounter,
  ) {}

  /** @throws PresetSourceNotFound, TooManyRequestsError */
  async called(token: string, ip: string): Promise<void> {
    const id = await this.sources.findIdByWebhook(webhookTokenHash(token));
    if (id === null) {
      this.count(`preset source ${networkOf(ip)}`, unknownPerMinute);
      throw new PresetSourceNotFound();
    }
    this.count(`preset source ${id}`, callsPerMinute);
    await this.work.system('presets', async (tx) => {
      await this.claims.markDue(tx, id);
      tx.publishAfterCommit({ topic: 'preset-sources' });
    });
  }

  private count(key: string, perMinute: number): void {
    const { isBlocked, timeToBlockExpire } = this.counter.count(key, minuteMs, perMinute);
    if (isBlocked) throw new TooManyRequestsError(timeToBlockExpire);
  }
}
