import { Injectable } from '@nestjs/common';
import type { BackupPolicyFields, ProblemFault } from '@hyprbox/contracts';
import { InvalidInputError } from '../../common/domain-error.js';
import { PresetNotFound } from '../../presets/presets.errors.js';
import { PresetsService } from '../../presets/presets.service.js';
import type { RenderedScript } from '../../presets/render.js';

export const hookRoles = ['preHook', 'postHook', 'drillVerify'] as const;
export type HookRole = (typeof hookRoles)[number];
/** The scripts of the presets that a policy names, as they are now. */
export type RenderedHooks = Partial<Record<HookRole, RenderedScript>>;

/** The presets that a policy runs on the node: checked when it is written, rendered anew for each run. */
@Injectable()
export class HookScripts {
  constructor(private readonly presets: PresetsService) {}

  /** @throws InvalidInputError naming each fault by where it stands in the policy */
  render(fields: Pick<BackupPolicyFields, HookRole>, roles: readonly HookRole[] = hookRoles): RenderedHooks {
    const rendered: RenderedHooks = {};
    const faults: ProblemFault[] = [];
    for (const role of roles) {
      const hook = fields[role];
      if (!hook) continue;
      try {
        rendered[role] = this.presets.render(hook.preset, hook.variables);
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
  if (!(error instanceof InvalidInputError)) throw error;
  return error.faults.map(({ pointer, detail }) => ({ pointer: `/${role}${pointer}`, detail }));
}
