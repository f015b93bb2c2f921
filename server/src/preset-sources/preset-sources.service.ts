import { Injectable } from '@nestjs/common';
import { authoringLimits, type AuditAction, type PresetSourceFields } from '@hyprbox/contracts';
import type { Audited } from '../database/audit-writer.js';
import { UnitOfWork, type Transaction } from '../database/unit-of-work.js';
import type { Actor } from '../identity/principal.js';
import { fileSourceId } from '../presets/registration/file-source.js';
import { SourcedPresetsService } from '../presets/sourced/sourced-presets.service.js';
import { Clock, Ids } from '../time/clock.js';
import type { PresetSourceEntity } from './records/preset-source.entity.js';
import {
  PresetSourceChanged,
  PresetSourceNotFound,
  PresetSourceReadOnly,
  TooManyPresetSources,
} from './records/preset-sources.errors.js';
import { PresetSourcesRepository } from './records/preset-sources.repository.js';
import { newWebhookToken } from './webhook-token.js';

/** Repositories that bring presets, as they are set. */
@Injectable()
export class PresetSourcesService {
  constructor(
    private readonly sources: PresetSourcesRepository,
    private readonly presets: SourcedPresetsService,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** @returns its id, and the token of its webhook, which is told this once */
  async create(actor: Actor, fields: PresetSourceFields): Promise<{ id: string; token: string }> {
    const { token, hash } = newWebhookToken();
    const now = this.clock.now();
    const source: PresetSourceEntity = {
      ...stored(fields),
      ...unseen,
      lastChange: null,
      id: this.ids.next(),
      version: 1,
      webhookSha256: hash,
      dueAt: now,
      createdAt: now,
    };
    await this.work.run(recordOf(actor, 'preset.source.create', source.id, stored(fields)), async (tx) => {
      if ((await this.sources.count(tx)) >= authoringLimits.sources) throw new TooManyPresetSources();
      await this.sources.insert(tx, source);
      tx.publishAfterCommit({ topic: 'preset-sources' });
    });
    return { id: source.id, token };
  }

  /** Its webhook's address stays. */
  async replace(actor: Actor, id: string, fields: PresetSourceFields): Promise<void> {
    const { version } = fields;
    await this.work.run(recordOf(actor, 'preset.source.update', id, stored(fields)), async (tx) => {
      const before = await this.lock(tx, id);
      if (version !== undefined && version !== before.version) throw new PresetSourceChanged(before.version);
      const after = stored(fields);
      // What it was is no history of what it is now; its presets stay until that was looked at.
      const isElsewhere = after.url !== before.url || after.branch !== before.branch || after.path !== before.path;
      await this.sources.update(tx, before, {
        ...after,
        ...(isElsewhere && unseen),
        version: before.version + 1,
        dueAt: await tx.now(),
        claimedUntil: before.claimedUntil,
      });
      tx.publishAfterCommit({ topic: 'preset-sources' });
    });
  }

  /**
   * The address before is no longer taken.
   *
   * @returns the new token of its webhook, which is told this once
   */
  async renewWebhook(actor: Actor, id: string): Promise<string> {
    const { token, hash } = newWebhookToken();
    await this.work.run<Audited>(
      (record) => record,
      async (tx) => {
        const source = await this.lock(tx, id);
        await this.sources.update(tx, source, { webhookSha256: hash });
        return recordOf(actor, 'preset.source.webhook', id, { name: source.name });
      },
    );
    return token;
  }

  /** Its presets are retired, and keep their versions. */
  async remove(actor: Actor, id: string): Promise<void> {
    await this.work.run<Audited[]>(
      (records) => records,
      async (tx) => {
        const { name } = await this.lock(tx, id);
        const released = await this.presets.release(tx, id, await tx.now());
        await this.sources.remove(tx, id);
        tx.publishAfterCommit({ topic: 'preset-sources' });
        return [recordOf(actor, 'preset.source.delete', id, { name }), ...released.recordsFor(actor)];
      },
    );
  }

  private async lock(tx: Transaction, id: string): Promise<PresetSourceEntity> {
    if (id === fileSourceId) throw new PresetSourceReadOnly();
    const source = await this.sources.lock(tx, id);
    if (!source) throw new PresetSourceNotFound();
    return source;
  }
}

const unseen = {
  state: 'NEVER' as const,
  problem: null,
  faults: [],
  faultCount: 0,
  commit: null,
  committedAt: null,
  divergedCommit: null,
  checkedAt: null,
  syncedAt: null,
  claimedUntil: null,
};

function stored({ name, url, branch, path, credentialsRef, knownHosts, enabled }: PresetSourceFields) {
  return {
    name,
    url,
    branch,
    path: path ?? '',
    credentialsRef: credentialsRef ?? null,
    knownHosts: knownHosts ?? null,
    enabled,
  };
}

function recordOf(actor: Actor, action: AuditAction, id: string, details: Record<string, unknown>): Audited {
  return { actor, action, target: { type: 'preset-source', id }, details };
}
