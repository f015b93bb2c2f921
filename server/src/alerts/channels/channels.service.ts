import { Injectable } from '@nestjs/common';
import { alertLimits, type AlertChannel, type AuditAction, type Page } from '@hyprbox/contracts';
import { pageOf } from '../../common/cursor.js';
import { idFrom } from '../../common/id-cursor.js';
import type { Audited } from '../../database/audit-writer.js';
import { UnitOfWork, type Transaction } from '../../database/unit-of-work.js';
import type { PageQuery } from '../../http/page-query.dto.js';
import type { Actor } from '../../identity/principal.js';
import { Clock, Ids } from '../../time/clock.js';
import type { AlertChannelEntity } from './alert-channel.entity.js';
import { refuseMovedSecrets, requireSecrets, type ChannelValues } from './channel-values.js';
import { ChannelNotFoundError, TooManyChannelsError } from './channels.errors.js';
import { toAlertChannel } from './channels.mapper.js';
import { ChannelsRepository } from './channels.repository.js';
import { ChannelSecrets } from './channel-secrets.js';

/** Asked before a channel is deleted; throws where somebody still needs it. */
export type RemovalCheck = (tx: Transaction, channel: { id: string; name: string }) => Promise<void>;

/** The ways by which people are told. Secrets go in and never come out. */
@Injectable()
export class ChannelsService {
  private readonly removalChecks: RemovalCheck[] = [];

  constructor(
    private readonly channels: ChannelsRepository,
    private readonly secrets: ChannelSecrets,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** For those who refer to channels, and know which ones. */
  beforeRemoval(check: RemovalCheck): void {
    this.removalChecks.push(check);
  }

  async list({ limit, cursor }: PageQuery): Promise<Page<AlertChannel>> {
    const rows = await this.channels.findPage(idFrom(cursor), limit + 1);
    return pageOf(rows, limit, toAlertChannel, ({ id }) => [id]);
  }

  async get(id: string): Promise<AlertChannel> {
    const channel = await this.find(id);
    if (!channel) throw new ChannelNotFoundError();
    return channel;
  }

  async find(id: string): Promise<AlertChannel | null> {
    const row = await this.channels.find(id);
    return row && toAlertChannel(row);
  }

  async create(actor: Actor, { secrets, ...fields }: ChannelValues): Promise<AlertChannel> {
    const id = this.ids.next();
    const now = this.clock.now();
    const sealed = await this.secrets.sealed(id, {}, secrets);
    const row: AlertChannelEntity = { id, ...fields, secrets: sealed, createdAt: now, updatedAt: now };
    await this.work.run(recordOf(actor, 'alert.channel.create', row, { secrets: Object.keys(sealed) }), async (tx) => {
      if ((await this.channels.count(tx)) >= alertLimits.channels) throw new TooManyChannelsError();
      await this.channels.insert(tx, row);
    });
    return toAlertChannel(row);
  }

  /** Replaces all but secrets that are left out. Those of another type are forgotten. */
  async replace(actor: Actor, id: string, { secrets, ...fields }: ChannelValues): Promise<AlertChannel> {
    const after = await this.work.run<AlertChannelEntity>(
      (row) => recordOf(actor, 'alert.channel.update', row, { secrets: Object.keys(secrets) }),
      async (tx) => {
        const before = await this.channels.lock(tx, id);
        if (!before) throw new ChannelNotFoundError();
        const stored = before.type === fields.type ? before.secrets : {};
        const kept = new Set(Object.keys(stored).filter((name) => secrets[name] === undefined));
        refuseMovedSecrets(fields.type, { from: before.config, to: fields.config, kept });
        const sealed = await this.secrets.sealed(id, stored, secrets);
        requireSecrets(fields.type, new Set(Object.keys(sealed)));
        const row = { ...before, ...fields, secrets: sealed, updatedAt: this.clock.now() };
        await this.channels.update(tx, row);
        return row;
      },
    );
    return toAlertChannel(after);
  }

  async remove(actor: Actor, id: string): Promise<void> {
    await this.work.run<AlertChannelEntity>(
      (row) => recordOf(actor, 'alert.channel.delete', row, {}),
      async (tx) => {
        const row = await this.channels.lock(tx, id);
        if (!row) throw new ChannelNotFoundError();
        for (const check of this.removalChecks) await check(tx, { id, name: row.name });
        await this.channels.delete(tx, id);
        return row;
      },
    );
  }
}

/** Names alone: what a channel is set to may be an address, and the trail is kept for ever. */
function recordOf(
  actor: Actor,
  action: AuditAction,
  { id, name, type, enabled, sendResolved, config }: AlertChannelEntity,
  given: { secrets?: string[] },
): Audited {
  return {
    actor,
    action,
    target: { type: 'alert-channel', id },
    details: { name, type, enabled, sendResolved, config: Object.keys(config), ...given },
  };
}
