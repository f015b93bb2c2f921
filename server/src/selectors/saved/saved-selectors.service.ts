import { Injectable } from '@nestjs/common';
import { limits, type Page, type SavedSelector, type Selector } from '@hyprbox/contracts';
import { decodeCursor, notOfThisList, pageOf } from '../../common/cursor.js';
import { InvalidInputError } from '../../common/domain-error.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import type { PageQuery } from '../../http/page-query.dto.js';
import type { Actor } from '../../identity/principal.js';
import { Clock } from '../../time/clock.js';
import { selectorFaults } from '../selector-fault.js';
import type { SavedSelectorEntity } from './saved-selector.entity.js';
import { SavedSelectorNotFound, TooManySavedSelectors } from './saved-selectors.errors.js';
import { toSavedSelector } from './saved-selectors.mapper.js';
import { SavedSelectorsRepository } from './saved-selectors.repository.js';

/** Selectors that have a name. What is made from one keeps the selector, not its name. */
@Injectable()
export class SavedSelectorsService {
  constructor(
    private readonly repository: SavedSelectorsRepository,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async list({ limit, cursor }: PageQuery): Promise<Page<SavedSelector>> {
    const [after = null] = decodeCursor(cursor, 1) ?? [];
    if (typeof after === 'number') throw notOfThisList();
    const rows = await this.repository.findPage(after, limit + 1);
    return pageOf(rows, limit, toSavedSelector, ({ name }) => [name]);
  }

  async save(actor: Actor, name: string, selector: Selector): Promise<SavedSelector> {
    const faults = selectorFaults(selector, '/selector');
    if (faults.length > 0) throw new InvalidInputError(faults);
    const saved: SavedSelectorEntity = {
      name,
      selector,
      updatedBy: actor.id,
      updatedByName: actor.name,
      updatedAt: this.clock.now(),
    };
    const target = { type: 'selector', id: name };
    await this.work.run({ actor, action: 'selector.save', target, details: { selector } }, async (tx) => {
      const others = await this.repository.lockAndCountOthers(tx, name);
      if (others >= limits.savedSelectors) throw new TooManySavedSelectors();
      await this.repository.save(tx, saved);
    });
    return toSavedSelector(saved);
  }

  async remove(actor: Actor, name: string): Promise<void> {
    await this.work.run({ actor, action: 'selector.delete', target: { type: 'selector', id: name } }, async (tx) => {
      if (!(await this.repository.remove(tx, name))) throw new SavedSelectorNotFound();
    });
  }
}
