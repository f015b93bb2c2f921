import { Injectable } from '@nestjs/common';
import { alertLimits, type AlertWindow, type AlertWindowFields, type AuditAction, type Page } from '@hyprbox/contracts';
import { pageOf } from '../../common/cursor.js';
import { InvalidInputError } from '../../common/domain-error.js';
import { idFrom } from '../../common/id-cursor.js';
import type { Audited } from '../../database/audit-writer.js';
import { UnitOfWork, type Transaction } from '../../database/unit-of-work.js';
import type { PageQuery } from '../../http/page-query.dto.js';
import type { Actor } from '../../identity/principal.js';
import { Clock, Ids } from '../../time/clock.js';
import type { AlertWindowEntity } from './alert-window.entity.js';
import { AlertWindowNotFound, TooManyAlertWindows } from './alert-windows.errors.js';
import { toAlertWindow } from './alert-windows.mapper.js';
import { AlertWindowsRepository } from './alert-windows.repository.js';

/** Times in which nobody is told of some hosts. The evaluation looks at once when they change. */
@Injectable()
export class AlertWindowsService {
  constructor(
    private readonly windows: AlertWindowsRepository,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  async list({ limit, cursor }: PageQuery): Promise<Page<AlertWindow>> {
    const rows = await this.windows.findPage(idFrom(cursor), limit + 1);
    const now = this.clock.now();
    return pageOf(
      rows,
      limit,
      (window) => toAlertWindow(window, now),
      ({ id }) => [id],
    );
  }

  async get(id: string): Promise<AlertWindow> {
    const window = await this.windows.find(id);
    if (!window) throw new AlertWindowNotFound();
    return toAlertWindow(window, this.clock.now());
  }

  async create(actor: Actor, fields: AlertWindowFields): Promise<AlertWindow> {
    const now = this.clock.now();
    const window: AlertWindowEntity = {
      ...stored(fields),
      id: this.ids.next(),
      createdBy: actor.id,
      createdByName: actor.name,
      createdAt: now,
    };
    if (window.to && window.to <= now)
      throw new InvalidInputError([{ pointer: '/to', detail: 'must be in the future' }]);
    await this.work.run(recordOf(actor, 'alert.window.create', window.id, fields), async (tx) => {
      if ((await this.windows.countNotOver(tx, now)) >= alertLimits.windows) throw new TooManyAlertWindows();
      await this.windows.insert(tx, window);
      tx.publishAfterCommit({ topic: 'alert-rules' });
    });
    return toAlertWindow(window, now);
  }

  /** An end that is past ends it now. */
  async replace(actor: Actor, id: string, fields: AlertWindowFields): Promise<AlertWindow> {
    const window = await this.work.run<AlertWindowEntity>(
      recordOf(actor, 'alert.window.update', id, fields),
      async (tx) => {
        const after = { ...(await this.lock(tx, id)), ...stored(fields) };
        await this.windows.update(tx, after);
        tx.publishAfterCommit({ topic: 'alert-rules' });
        return after;
      },
    );
    return toAlertWindow(window, this.clock.now());
  }

  async remove(actor: Actor, id: string): Promise<void> {
    await this.work.run<AlertWindowEntity>(
      ({ name }) => recordOf(actor, 'alert.window.delete', id, { name }),
      async (tx) => {
        const window = await this.lock(tx, id);
        await this.windows.remove(tx, id);
        tx.publishAfterCommit({ topic: 'alert-rules' });
        return window;
      },
    );
  }

  private async lock(tx: Transaction, id: string): Promise<AlertWindowEntity> {
    const window = await this.windows.lock(tx, id);
    if (!window) throw new AlertWindowNotFound();
    return window;
  }
}

function recordOf(actor: Actor, action: AuditAction, id: string, details: Record<string, unknown>): Audited {
  return { actor, action, target: { type: 'alert-window', id }, details: { ...details } };
}

function stored({ name, kind, selector, severities, from, to, cron, timezone, durationSeconds }: AlertWindowFields) {
  return {
    name,
    kind,
    selector,
    severities: severities ?? null,
    from: from === undefined ? null : new Date(from),
    to: to === undefined ? null : new Date(to),
    cron: cron ?? null,
    timezone: timezone ?? null,
    durationSeconds: durationSeconds ?? null,
  };
}
