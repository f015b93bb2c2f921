import { statfs } from 'node:fs/promises';
import { hostname } from 'node:os';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { AlertConditions, SelfCheck } from '@hyprbox/contracts';
import { AuditService } from '../../audit/audit.service.js';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/environment.js';
import type { Transaction } from '../../database/unit-of-work.js';
import type { AlertRuleEntity } from '../rules/alert-rule.entity.js';
import { noTarget, type Condition, type Observation } from './observation.js';
import type { Round, RuleObserver } from './rule-observer.js';
import { SelfRepository, type PresetFault } from './self.repository.js';

/** Percent of the disk of the data directory. */
const diskFire = 90;
const diskClear = 88;
/** Evaluation that paused for longer was behind. */
const lateMs = 60_000;
/** Roll-ups follow a minute or two behind the samples. */
const rollupBehindSeconds = 10 * 60;
/** The whole trail is read, so it is done seldom. */
const verifyEveryMs = 6 * 60 * 60_000;

/** What HyprBox knows of itself. */
@Injectable()
export class SelfObserver implements RuleObserver {
  readonly kind = 'SELF';
  private readonly logger = new Logger('SelfObserver');
  private verifiedAt = Number.NEGATIVE_INFINITY;
  private isChainWhole: boolean | null = null;

  constructor(
    private readonly repository: SelfRepository,
    private readonly audit: AuditService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async observe(round: Round, rules: readonly AlertRuleEntity[]): Promise<Observation[]> {
    const observations: Observation[] = [];
    for (const rule of rules) {
      const { check } = rule.condition as AlertConditions['SELF'];
      observations.push({ rule, target: { ...noTarget, selfCheck: check }, condition: await this.check(round, check) });
    }
    return observations;
  }

  private async check({ tx, sinceLastMs }: Round, check: SelfCheck): Promise<Condition> {
    switch (check) {
      case 'DATA_DISK':
        return this.dataDisk();
      case 'DELIVERY':
        return over(await this.repository.failedDeliveries(tx), 0);
      case 'ROLLUP':
        return over(await this.repository.secondsBehind(tx), rollupBehindSeconds);
      case 'EVALUATION':
        return over((sinceLastMs ?? 0) / 1000, lateMs / 1000);
      case 'AUDIT_CHAIN':
        return this.auditChain();
      case 'APPROVAL_OVERRIDE':
        return over(await this.repository.overriddenApprovals(tx), 0);
      case 'PRESET_SOURCE':
        return this.presetSources(tx);
    }
  }

  private async presetSources(tx: Transaction): Promise<Condition> {
    const { count, first } = await this.repository.presetFaults(tx);
    if (first === null) return { is: 'CLEAR', value: null };
    return { is: 'BREACH', value: null, detail: presetFaultWords(first, count) };
  }

  private async dataDisk(): Promise<Condition> {
    try {
      const { blocks, bfree, bavail } = await statfs(this.config.dataDir);
      const used = blocks - bfree;
      const value = used + bavail === 0 ? 0 : (used / (used + bavail)) * 100;
      // Each replica has a disk of its own, and looks at that when it is its turn to evaluate.
      const detail = `Seen by the server on ${hostname()}.`;
      if (value > diskFire) return { is: 'BREACH', value, detail };
      return { is: value <= diskClear ? 'CLEAR' : 'BETWEEN', value, detail };
    } catch {
      // A server with a database of its own may have no data directory.
      return { is: 'HOLD' };
    }
  }

  /** Goes by the last verification, and begins the next one when it is time, without waiting for it. */
  private auditChain(): Condition {
    if (performance.now() - this.verifiedAt >= verifyEveryMs) {
      this.verifiedAt = performance.now();
      this.audit.verify().then(
        ({ ok }) => {
          this.isChainWhole = ok;
        },
        (error: unknown) => this.logger.warn({ err: error }, 'The audit trail could not be verified.'),
      );
    }
    if (this.isChainWhole === null) return { is: 'HOLD' };
    return { is: this.isChainWhole ? 'CLEAR' : 'BREACH', value: null };
  }
}

function presetFaultWords({ where, problem, files }: PresetFault, count: number): string {
  const what = problem ?? (files === 1 ? '1 file is not used as it is.' : `${files} files are not used as they are.`);
  return `${where}: ${what}${count > 1 ? ` And ${count - 1} more.` : ''}`;
}

function over(value: number, limit: number): Condition {
  return { is: value > limit ? 'BREACH' : 'CLEAR', value };
}
