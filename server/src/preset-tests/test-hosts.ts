import { Injectable } from '@nestjs/common';
import { ApprovalRequirement } from '../approvals/approval-requirement.js';
import type { Transaction } from '../database/unit-of-work.js';
import { NodeNotFoundError } from '../nodes/nodes.errors.js';
import { SettingsService } from '../settings/settings.service.js';
import { NodeNotForTests, TestNeedsApproval } from './preset-tests.errors.js';
import { TestHostsRepository } from './test-hosts.repository.js';

/** On which hosts a draft may be tried. */
@Injectable()
export class TestHosts {
  constructor(
    private readonly hosts: TestHostsRepository,
    private readonly approvals: ApprovalRequirement,
    private readonly settings: SettingsService,
  ) {}

  /**
   * What a draft says is a script of somebody's own, under whichever name: nobody else has seen it.
   *
   * @throws TestNeedsApproval
   */
  async refuseUnapproved(preset: string, nodeIds: readonly string[]): Promise<void> {
    const asPreset = await this.approvals.causesOf({ preset, nodeIds });
    const asOwnScript = await this.approvals.causesOf({ preset: null, nodeIds });
    const causes = [...new Set([...asPreset, ...asOwnScript])];
    if (causes.length > 0) throw new TestNeedsApproval(causes);
  }

  /**
   * Keeps them as they are until the transaction ends.
   *
   * @throws NodeNotFoundError
   * @throws NodeNotForTests
   */
  async lock(tx: Transaction, nodeIds: readonly string[]): Promise<void> {
    const { testTag } = (await this.settings.current()).presets;
    const found = await this.hosts.lock(tx, nodeIds, testTag);
    if (found.length < nodeIds.length) throw new NodeNotFoundError();
    const others = found.filter(({ isForTests }) => !isForTests).map(({ id }) => id);
    if (others.length > 0) throw new NodeNotForTests(others, testTag);
  }
}
