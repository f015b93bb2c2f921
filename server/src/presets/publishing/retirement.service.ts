import { Injectable } from '@nestjs/common';
import type { Preset, RetirePreset } from '@hyprbox/contracts';
import { UnitOfWork, type Transaction } from '../../database/unit-of-work.js';
import type { Actor } from '../../identity/principal.js';
import { PresetReadOnly } from '../drafts/drafts.errors.js';
import { PresetNotFound } from '../presets.errors.js';
import { PresetsService } from '../presets.service.js';
import type { PresetEntity } from '../records/preset.entity.js';
import { PresetsRepository } from '../records/presets.repository.js';
import { PresetUsesService } from '../uses/uses.service.js';
import { AlreadyRetired, NeverPublished } from './publishing.errors.js';

/** Takes presets out of use: nothing new is started with them, and what is frozen goes on. */
@Injectable()
export class PresetRetirementService {
  constructor(
    private readonly repository: PresetsRepository,
    private readonly presets: PresetsService,
    private readonly uses: PresetUsesService,
    private readonly work: UnitOfWork,
  ) {}

  /**
   * Also of a preset of the directory beside the server: a server that does not find its file does not say that it is gone.
   *
   * @throws PresetNotFound @throws PresetReadOnly @throws NeverPublished @throws AlreadyRetired
   */
  async retire(actor: Actor, name: string, { reason = '' }: RetirePreset): Promise<Preset> {
    const breaks = await this.uses.count(name);
    await this.work.run<PresetEntity>(
      ({ version, sha256 }) => ({
        actor,
        action: 'preset.retire',
        target: { type: 'preset', id: name },
        details: { preset: name, version, sha256, reason, breaks },
      }),
      (tx) => this.retireIn(tx, actor, name, reason),
    );
    return this.presets.get(name);
  }

  private async retireIn(tx: Transaction, actor: Actor, name: string, reason: string): Promise<PresetEntity> {
    const preset = await this.repository.lock(tx, name);
    if (!preset) throw new PresetNotFound();
    if (preset.origin === 'BUILTIN' || preset.origin === 'GIT') throw new PresetReadOnly(name, preset.origin);
    if (preset.version === 0) throw new NeverPublished(name);
    if (preset.retiredAt !== null) throw new AlreadyRetired(name);
    const retirement = { retiredAt: await tx.now(), retiredByName: actor.name, retiredReason: reason || null };
    await this.repository.save(tx, [{ ...preset, ...retirement, problem: null }]);
    return preset;
  }
}
