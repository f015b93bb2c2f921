import { Injectable } from '@nestjs/common';
import type { ApprovalCause } from '@hyprbox/contracts';
import { SettingsService } from '../settings/settings.service.js';
import { ApprovalNeeded } from './approvals.errors.js';
import { ApprovalTargetsRepository } from './approval-targets.repository.js';

/** What somebody wants to run, and where. */
export interface Plan {
  /** Null for a script of one's own. */
  preset: string | null;
  /** The preset of a rollout's gate, which runs on the hosts as well. */
  checkPreset?: string | null | undefined;
  nodeIds: readonly string[];
}

/** Which plans the settings want another user to agree to. */
@Injectable()
export class ApprovalRequirement {
  constructor(
    private readonly settings: SettingsService,
    private readonly targets: ApprovalTargetsRepository,
  ) {}

  /** Everything that asks for an approval; nothing does where it is empty. */
  async causesOf({ preset, checkPreset, nodeIds }: Plan): Promise<ApprovalCause[]> {
    const { presets, tags, hostsMoreThan, adHoc } = (await this.settings.current()).approvals;
    const causes: ApprovalCause[] = [];
    if ([preset, checkPreset].some((each) => typeof each === 'string' && presets.includes(each))) causes.push('PRESET');
    if (tags.length > 0 && (await this.targets.isAnyTagged(nodeIds, tags))) causes.push('TAG');
    if (hostsMoreThan !== null && nodeIds.length > hostsMoreThan) causes.push('HOSTS');
    if (adHoc && preset === null) causes.push('AD_HOC');
    return causes;
  }

  /** A start on more hosts than these needs one; null for however many. */
  async hostsMoreThan(): Promise<number | null> {
    return (await this.settings.current()).approvals.hostsMoreThan;
  }

  /**
   * For what has no way to ask for an approval: a job of its own, a remediation.
   *
   * @throws ApprovalNeeded
   */
  async refuseIfNeeded(plan: Plan): Promise<void> {
    const causes = await this.causesOf(plan);
    if (causes.length > 0) throw new ApprovalNeeded(causes);
  }
}
