import { Injectable } from '@nestjs/common';
import type { BackupPolicyFields, ProblemFault } from '@hyprbox/contracts';
import { ApprovalRequirement } from '../../approvals/approval-requirement.js';
import { InvalidInputError } from '../../common/domain-error.js';
import type { Transaction } from '../../database/unit-of-work.js';
import { PresetNotFound, PresetRetired } from '../../presets/presets.errors.js';
import { PresetsService } from '../../presets/presets.service.js';
import type { RenderedScript } from '../../presets/render.js';

export const hookRoles = ['preHook', 'postHook', 'drillVerify'] as const;
export type HookRole = (typeof hookRoles)[number];
/** The scripts of the presets that a policy names, as they are now. */
export type RenderedHooks = Partial<Record<HookRole, RenderedScript>>;

/** The presets that a policy runs on the node: checked when it is written, rendered anew for each run. */
@Injectable()
export class HookScripts {
  constructor(
    private readonly presets: PresetsService,
    private readonly approvals: ApprovalRequirement,
  ) {}

  /**
   * Refuses hooks with presets that need an approval, as a backup has no way to ask for one. Those that a policy has had
   * before they did stay.
   *
   * @throws InvalidInputError
   */
  async refuseUnapproved(
    fields: Pick<BackupPolicyFields, HookRole>,
    before: Pick<BackupPolicyFields, HookRole> | null,
  ): Promise<void> {
    const faults: ProblemFault[] = [];
    for (const role of hookRoles) {
      const preset = fields[role]?.preset;
      if (preset === undefined || preset === before?.[role]?.preset) continue;
      if ((await this.approvals.causesOf({ preset, nodeIds: [] })).length === 0) continue;
      const detail = 'needs an approval, which a backup has no way to ask for: name another preset';
      faults.push({ pointer: `/${role}/preset`, detail });
    }
    if (faults.length > 0) throw new InvalidInputError(faults);
  }

  /**
   * Refuses hooks that could not run. A preset that was retired since the policy was given it stays.
   *
   * @throws InvalidInputError
   */
  async check(
    fields: Pick<BackupPolicyFields, HookRole>,
    before: Pick<BackupPolicyFields, HookRole> | null,
    tx: Transaction,
  ): Promise<void> {
    const kept = hookRoles.filter((role) => fields[role] !== null && fields[role]?.preset === before?.[role]?.preset);
    const retired = await this.presets.retiredOf(
      tx,
      kept.flatMap((role) => fields[role]?.preset ?? []),
    );
    const roles = hookRoles.filter((role) => !(kept.includes(role) && retired.has(fields[role]?.preset ?? '')));
    await this.render(fields, { roles, tx });
  }

  /** @throws InvalidInputError naming each fault by where it stands in the policy */
  async render(
    fields: Pick<BackupPolicyFields, HookRole>,
    { roles = hookRoles, tx }: { roles?: readonly HookRole[]; tx?: Transaction } = {},
  ): Promise<RenderedHooks> {
    const rendered: RenderedHooks = {};
    const faults: ProblemFault[] = [];
    for (const role of roles) {
      const hook = fields[role];
      if (!hook) continue;
      try {
        rendered[role] = await this.presets.render(hook.preset, hook.variables, tx);
      } catch (error) {
        faults.push(...faultsIn(role, error));
      }
    }
    if (faults.length > 0) throw new InvalidInputError(faults);
    return rendered;
  }
}

function faultsIn(role: HookRole, error: unknown): ProblemFault[] {
  if (error instanceof PresetNotFound) return [{ pointer: `/${role}/preset`, detail: 'There is no such preset.' }];
  if (error instanceof PresetRetired) return [{ pointer: `/${role}/preset`, detail: error.message }];
  if (!(error instanceof InvalidInputError)) throw error;
  return error.faults.map(({ pointer, detail }) => ({ pointer: `/${role}${pointer}`, detail }));
}
