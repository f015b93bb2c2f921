import { Injectable } from '@nestjs/common';
import { alertLimits, type AlertRule, type AlertRuleFields, type Page } from '@hyprbox/contracts';
import { decodeCursor, pageOf } from '../../common/cursor.js';
import { InvalidInputError } from '../../common/domain-error.js';
import { isUuid } from '../../common/uuid.js';
import { isUniqueViolation } from '../../database/unique-violation.js';
import { UnitOfWork, type Transaction } from '../../database/unit-of-work.js';
import type { PageQuery } from '../../http/page-query.dto.js';
import type { Actor } from '../../identity/principal.js';
import { PresetRetired } from '../../presets/presets.errors.js';
import { PresetsService } from '../../presets/presets.service.js';
import { Clock, Ids } from '../../time/clock.js';
import type { AlertRuleEntity } from './alert-rule.entity.js';
import { AlertRuleChanged, AlertRuleNameTaken, AlertRuleNotFound, TooManyAlertRules } from './alert-rules.errors.js';
import { toAlertRule } from './alert-rules.mapper.js';
import { AlertRulesRepository } from './alert-rules.repository.js';

/** What is watched for. */
@Injectable()
export class AlertRulesService {
  constructor(
    private readonly rules: AlertRulesRepository,
    private readonly presets: PresetsService,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  async list({ limit, cursor }: PageQuery): Promise<Page<AlertRule>> {
    const [name] = decodeCursor(cursor, 1) ?? [null];
    const rows = await this.rules.findPage(typeof name === 'string' ? name : null, limit + 1);
    return pageOf(rows, limit, toAlertRule, (rule) => [rule.name]);
  }

  async get(id: string): Promise<AlertRule> {
    const rule = isUuid(id) ? await this.rules.find(id) : null;
    if (!rule) throw new AlertRuleNotFound();
    return toAlertRule(rule);
  }

  async create(actor: Actor, fields: AlertRuleFields): Promise<AlertRule> {
    await this.checkRemediation(fields, null);
    const rule = await this.work.run<AlertRuleEntity>(
      ({ id }) => ({ actor, action: 'alert.rule.create', target: { type: 'alert-rule', id }, details: { ...fields } }),
      (tx) => this.insert(tx, fields, actor.id),
    );
    return toAlertRule(rule);
  }

  /** For what makes a rule along with itself. The caller records it in the audit trail. */
  async insert(tx: Transaction, fields: AlertRuleFields, userId: string | null): Promise<AlertRuleEntity> {
    if ((await this.rules.count(tx)) >= alertLimits.rules) throw new TooManyAlertRules();
    const now = this.clock.now();
    const rule: AlertRuleEntity = {
      ...stored(fields, userId),
      id: this.ids.next(),
      enabledAt: now,
      version: 1,
      createdAt: now,
      updatedAt: now,
    };
    await this.save(tx, rule);
    return rule;
  }

  /** Its open alerts go on, judged by what it says from now on. */
  async update(actor: Actor, id: string, fields: AlertRuleFields): Promise<AlertRule> {
    const { version } = fields;
    if (version === undefined) throw new InvalidInputError([{ pointer: '/version', detail: 'must be given' }]);
    const seen = isUuid(id) ? await this.rules.find(id) : null;
    await this.checkRemediation(fields, seen?.remediation?.preset ?? null);
    const { after } = await this.work.run<{ before: AlertRuleEntity; after: AlertRuleEntity }>(
      ({ before, after: { name } }) => ({
        actor,
        action: 'alert.rule.update',
        target: { type: 'alert-rule', id },
        details: { name, before: toAlertRule(before), after: { ...fields } },
      }),
      async (tx) => {
        const before = await this.lock(tx, id);
        if (before.version !== version) throw new AlertRuleChanged(before.version);
        const now = this.clock.now();
        const after: AlertRuleEntity = {
          ...before,
          ...stored(fields, actor.id),
          enabledAt: before.enabled ? before.enabledAt : now,
          version: version + 1,
          updatedAt: now,
        };
        await this.save(tx, after);
        return { before, after };
      },
    );
    return toAlertRule(after);
  }

  /** Its open alerts are resolved with the next evaluation, and say why. */
  async remove(actor: Actor, id: string): Promise<void> {
    await this.work.run<AlertRuleEntity>(
      ({ name }) => ({ actor, action: 'alert.rule.delete', target: { type: 'alert-rule', id }, details: { name } }),
      async (tx) => {
        const rule = await this.lock(tx, id);
        await this.rules.remove(tx, id);
        tx.publishAfterCommit({ topic: 'alert-rules' });
        return rule;
      },
    );
  }

  /** Those of a beat that are called as it was are called as it is now. */
  async renameOfBeat(tx: Transaction, beatId: string, from: string, to: string): Promise<void> {
    if (from === to) return;
    for (const rule of await this.rules.lockOfBeat(tx, beatId)) {
      if (rule.name !== from) continue;
      await this.save(tx, { ...rule, name: to, version: rule.version + 1, updatedAt: this.clock.now() });
    }
  }

  /** Their open alerts are resolved with the next evaluation. */
  async removeOfBeat(tx: Transaction, beatId: string): Promise<void> {
    for (const { id } of await this.rules.lockOfBeat(tx, beatId)) await this.rules.remove(tx, id);
    tx.publishAfterCommit({ topic: 'alert-rules' });
  }

  private async lock(tx: Transaction, id: string): Promise<AlertRuleEntity> {
    const rule = isUuid(id) ? await this.rules.lock(tx, id) : null;
    if (!rule) throw new AlertRuleNotFound();
    return rule;
  }

  private async save(tx: Transaction, rule: AlertRuleEntity): Promise<void> {
    try {
      await this.rules.save(tx, rule);
    } catch (error) {
      if (isUniqueViolation(error, 'alert_rules_name_key')) throw new AlertRuleNameTaken(rule.name);
      throw error;
    }
    tx.publishAfterCommit({ topic: 'alert-rules' });
  }

  /**
   * The preset has to be there, and to take the values, when the rule is written.
   *
   * @param before what the rule names already: that may have been retired since
   */
  private async checkRemediation({ remediation }: AlertRuleFields, before: string | null): Promise<void> {
    if (!remediation) return;
    try {
      await this.presets.render(remediation.preset, remediation.variables);
    } catch (error) {
      if (!(error instanceof PresetRetired) || remediation.preset !== before) throw error;
    }
  }
}

function stored(fields: AlertRuleFields, userId: string | null) {
  const { name, kind, selector, condition, forSeconds, keepSeconds, severity, noData, enabled } = fields;
  const remediation = fields.remediation ?? null;
  return {
    name,
    kind,
    selector,
    condition,
    forSeconds,
    keepSeconds,
    severity,
    noData,
    enabled,
    runbook: fields.runbook ?? null,
    remediation,
    remediationBy: remediation === null ? null : userId,
  };
}
