import { Injectable } from '@nestjs/common';
import {
  alertLimits,
  type AuditAction,
  type Beat,
  type BeatFields,
  type CreatedBeat,
  type Page,
} from '@hyprbox/contracts';
import { decodeCursor, pageOf } from '../../common/cursor.js';
import type { Audited } from '../../database/audit-writer.js';
import { UnitOfWork, type Transaction } from '../../database/unit-of-work.js';
import type { PageQuery } from '../../http/page-query.dto.js';
import type { Actor } from '../../identity/principal.js';
import { Clock, Ids } from '../../time/clock.js';
import { AlertRulesService } from '../rules/alert-rules.service.js';
import { afterChange } from './beat-state.js';
import { newBeatToken } from './beat-token.js';
import type { BeatEntity } from './beat.entity.js';
import { BeatNotFound, TooManyBeats } from './beats.errors.js';
import { toBeat } from './beats.mapper.js';
import { BeatsRepository } from './beats.repository.js';

/** What is expected to say that it is well. Each has a rule, which comes and goes with it. */
@Injectable()
export class BeatsService {
  constructor(
    private readonly beats: BeatsRepository,
    private readonly rules: AlertRulesService,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  async list({ limit, cursor }: PageQuery): Promise<Page<Beat>> {
    const [name] = decodeCursor(cursor, 1) ?? [null];
    const rows = await this.beats.findPage(typeof name === 'string' ? name : null, limit + 1);
    const now = this.clock.now();
    return pageOf(
      rows,
      limit,
      (beat) => toBeat(beat, now),
      (beat) => [beat.name],
    );
  }

  async get(id: string): Promise<Beat> {
    const beat = await this.beats.find(id);
    if (!beat) throw new BeatNotFound();
    return toBeat(beat, this.clock.now());
  }

  /** @param baseUrl the address that it is called at, with a slash at its end */
  async create(actor: Actor, fields: BeatFields, baseUrl: string): Promise<CreatedBeat> {
    const { token, hash } = newBeatToken();
    const now = this.clock.now();
    const beat: BeatEntity = { ...stored(fields), ...unheard, id: this.ids.next(), tokenHash: hash, createdAt: now };
    await this.work.run(recordOf(actor, 'beat.create', beat.id, fields), async (tx) => {
      if ((await this.beats.count(tx)) >= alertLimits.beats) throw new TooManyBeats();
      await this.beats.insert(tx, beat);
      await this.rules.insert(tx, ruleOf(beat), actor.id);
    });
    return { ...toBeat(beat, now), url: `${baseUrl}api/beats/ping/${token}` };
  }

  /** Its address stays. */
  async replace(actor: Actor, id: string, fields: BeatFields): Promise<Beat> {
    const beat = await this.work.run<BeatEntity>(recordOf(actor, 'beat.update', id, fields), async (tx) => {
      const before = await this.lock(tx, id);
      const after = afterChange({ ...before, ...stored(fields) });
      await this.beats.update(tx, after);
      await this.rules.renameOfBeat(tx, id, ruleName(before), ruleName(after));
      tx.publishAfterCommit({ topic: 'alert-rules' });
      return after;
    });
    return toBeat(beat, this.clock.now());
  }

  async remove(actor: Actor, id: string): Promise<void> {
    await this.work.run<BeatEntity>(
      ({ name }) => recordOf(actor, 'beat.delete', id, { name }),
      async (tx) => {
        const beat = await this.lock(tx, id);
        await this.rules.removeOfBeat(tx, id);
        await this.beats.remove(tx, id);
        return beat;
      },
    );
  }

  private async lock(tx: Transaction, id: string): Promise<BeatEntity> {
    const beat = await this.beats.lock(tx, id);
    if (!beat) throw new BeatNotFound();
    return beat;
  }
}

const unheard = {
  lastPingAt: null,
  startedAt: null,
  lateAt: null,
  failed: false,
  lastExitCode: null,
  lastBody: null,
  lastBodyBytes: 0,
};

function stored({ name, periodSeconds, cron, timezone, graceSeconds }: BeatFields) {
  return {
    name,
    periodSeconds: periodSeconds ?? null,
    cron: cron ?? null,
    timezone: timezone ?? null,
    graceSeconds,
  };
}

function ruleName({ name }: BeatEntity): string {
  return `Beat: ${name}`;
}

function ruleOf(beat: BeatEntity) {
  return {
    name: ruleName(beat),
    kind: 'BEAT' as const,
    selector: { all: true as const },
    condition: { beatId: beat.id },
    forSeconds: 0,
    keepSeconds: 0,
    severity: 'CRITICAL' as const,
    noData: 'HOLD' as const,
    enabled: true,
  };
}

function recordOf(actor: Actor, action: AuditAction, id: string, details: Record<string, unknown>): Audited {
  return { actor, action, target: { type: 'beat', id }, details: { ...details } };
}
