import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { limits, type Selection, type Selector } from '@hyprbox/contracts';
import { InvalidInputError } from '../common/domain-error.js';
import { SettingsService } from '../settings/settings.service.js';
import { selectorFaults } from './selector-fault.js';
import { SelectorsRepository } from './selectors.repository.js';

/** All hosts that a selector means, and what they come to. */
export interface SelectedHosts {
  /** In the order of their characters. */
  nodeIds: string[];
  digest: string;
}

/** Which hosts a selector means at the moment. */
@Injectable()
export class SelectorsService {
  constructor(
    private readonly repository: SelectorsRepository,
    private readonly settings: SettingsService,
  ) {}

  async select(selector: Selector): Promise<Selection> {
    const faults = selectorFaults(selector, '/selector');
    if (faults.length > 0) throw new InvalidInputError(faults);
    const { thresholds } = await this.settings.current();
    const ids = await this.repository.ids(selector);
    const items = await this.repository.nodes(ids.slice(0, limits.pageMax), thresholds);
    return { count: ids.length, digest: digestOf(ids), items };
  }

  async hosts(selector: Selector): Promise<SelectedHosts> {
    const nodeIds = await this.repository.ids(selector);
    return { nodeIds, digest: digestOf(nodeIds) };
  }
}

/** The SHA-256 of sorted ids, each ended by a line feed but the last. */
export function digestOf(ids: readonly string[]): string {
  return createHash('sha256').update(ids.join('\n')).digest('hex');
}
