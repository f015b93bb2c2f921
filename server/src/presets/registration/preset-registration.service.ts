import { Injectable, Logger } from '@nestjs/common';
import type { Audited } from '../../database/audit-writer.js';
import { UnitOfWork, type Transaction } from '../../database/unit-of-work.js';
import type { Actor } from '../../identity/principal.js';
import { productVersion } from '../../operations/product-version.js';
import { Clock } from '../../time/clock.js';
import { PresetVersionsRepository } from '../records/preset-versions.repository.js';
import { PresetsRepository } from '../records/presets.repository.js';
import { recordsOf } from './registration-records.js';
import {
  changesNothing,
  planRegistration,
  type FilesOfOrigin,
  type Registered,
  type RegistrationPlan,
} from './registration-plan.js';

/** Brings what files say into the database, where jobs take it from. */
@Injectable()
export class PresetRegistration {
  private readonly logger = new Logger('Presets');

  constructor(
    private readonly presets: PresetsRepository,
    private readonly versions: PresetVersionsRepository,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** The names of those that have a version, whatever their files say now. */
  async known(origin: FilesOfOrigin['origin']): Promise<ReadonlySet<string>> {
    const presets = await this.presets.findForFiles([], [origin]);
    return new Set(presets.map(({ name }) => name));
  }

  /**
   * All of it or nothing; replicas that start together do it one after the other.
   *
   * @returns what came of it, and what is not taken of files that can be read
   */
  async register(actor: Actor, files: readonly FilesOfOrigin[], product = productVersion()): Promise<Registered> {
    // Mostly nothing changed, and then nobody waits for a lock.
    const outlook = await this.plan(files, product);
    const done = changesNothing(outlook) ? outlook : await this.carryOut(actor, files, product);
    for (const { origin, preset, why } of done.refused) {
      this.logger.warn(`The ${words[origin]} preset ${preset} is not used as it is: ${why}.`);
    }
    return done;
  }

  private async carryOut(actor: Actor, files: readonly FilesOfOrigin[], product: string): Promise<RegistrationPlan> {
    const { plan } = await this.work.run<{ plan: RegistrationPlan; records: Audited[] }>(
      ({ records }) => records,
      async (tx) => {
        await this.presets.lockAll(tx);
        const isFirst = (await this.presets.count(tx)) === 0;
        const plan = await this.plan(files, product, tx);
        await this.presets.save(tx, plan.presets);
        const replaced = await this.versions.findMany(
          tx,
          plan.published.map(({ preset, before }) => ({ preset: preset.name, version: before })),
        );
        await this.versions.insert(tx, plan.versions);
        return { plan, records: recordsOf(actor, plan, replaced, isFirst) };
      },
    );
    const { published, returned, retired } = plan;
    this.logger.log(
      `Presets of files: ${published.length} published, ${returned.length} back, ${retired.length} retired.`,
    );
    return plan;
  }

  private async plan(files: readonly FilesOfOrigin[], product: string, tx?: Transaction): Promise<RegistrationPlan> {
    const names = files.flatMap(({ presets }) => presets.map(({ summary }) => summary.name));
    const origins = files.map(({ origin }) => origin);
    const existing = await this.presets.findForFiles(names, origins, tx);
    return planRegistration(files, existing, { product, at: this.clock.now() });
  }
}

const words: Readonly<Record<FilesOfOrigin['origin'], string>> = { BUILTIN: 'built-in', FILE: 'own' };
