import { Injectable } from '@nestjs/common';
import { rolloutLimits, type CreateRollout } from '@hyprbox/contracts';
import { InvalidInputError } from '../../common/domain-error.js';
import { ApprovalRequirement } from '../../approvals/approval-requirement.js';
import { MaintenanceWindows } from '../../alerts/windows/maintenance-windows.js';
import { SelectorsService } from '../../selectors/selectors.service.js';
import { budgetHosts } from '../planning/budget-hosts.js';
import { planWaves } from '../planning/wave-plan.js';
import type { FrozenRollout } from './frozen-rollout.js';
import { RolloutTooLarge } from './rollout-creation.errors.js';
import { withDefaults } from './rollout-defaults.js';
import { ScriptFreezing } from './script-freezing.js';
import { scriptName } from './script-name.js';

/** Makes of what is asked for what is done: the script, the hosts, the waves. Nothing of it changes from then on. */
@Injectable()
export class RolloutFreezing {
  constructor(
    private readonly scripts: ScriptFreezing,
    private readonly selectors: SelectorsService,
    private readonly windows: MaintenanceWindows,
    private readonly approvals: ApprovalRequirement,
  ) {}

  /**
   * Also of a selector that selects no host.
   *
   * @throws PresetNotFound
   * @throws PresetRetired
   * @throws PresetVersionChanged
   * @throws InvalidInputError for what can't be done
   */
  async freeze(request: CreateRollout): Promise<FrozenRollout> {
    const { selector, waves, budget, windowId = null, startAt, ...rest } = withDefaults(request);
    const script = await this.scripts.freeze(request);
    if (windowId !== null && (await this.windows.next(windowId)) === null) {
      const detail = 'is no maintenance window that is open or opens again';
      throw new InvalidInputError([{ pointer: '/windowId', detail }]);
    }
    const { nodeIds, digest } = await this.selectors.hosts(selector);
    refuseTooLarge(nodeIds.length, script.script);
    const { preset, gateCheck } = script;
    const approvalCauses = await this.approvals.causesOf({ preset, checkPreset: gateCheck?.preset, nodeIds });
    return {
      ...script,
      name: rest.name ?? rest.preset ?? scriptName(script.script),
      selector,
      nodeIds,
      targetsDigest: digest,
      waves: planWaves(waves, nodeIds.length),
      approvalCauses,
      hostsMoreThan: await this.approvals.hostsMoreThan(),
      budget: String(budget),
      budgetHosts: budgetHosts(budget, nodeIds.length),
      whenOffline: rest.whenOffline,
      waitSeconds: rest.waitSeconds,
      timeoutSeconds: rest.timeoutSeconds,
      gates: rest.gates,
      windowId,
      duringMaintenance: rest.duringMaintenance,
      startAt: startAt === undefined ? null : new Date(startAt),
    };
  }
}

function refuseTooLarge(hosts: number, script: string): void {
  if (hosts > rolloutLimits.targets) {
    throw new RolloutTooLarge(`selects ${hosts} hosts; a rollout has at most ${rolloutLimits.targets}`);
  }
  const bytes = hosts * Buffer.byteLength(script);
  if (bytes <= rolloutLimits.frozenBytes) return;
  const mib = rolloutLimits.frozenBytes / 1024 / 1024;
  throw new RolloutTooLarge(
    `selects ${hosts} hosts, each of which keeps the script that it ran: together more than ${mib} MiB`,
  );
}
