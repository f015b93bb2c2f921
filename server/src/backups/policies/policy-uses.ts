import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PresetUsesRegistry, type FoundUse, type UsePlace } from '../../presets/uses/preset-uses-registry.js';
import { hookRoles } from './hook-scripts.js';
import { PoliciesRepository, type PolicyRow } from './policies.repository.js';

/** Tells which policies, disabled ones too, have a preset as a hook. */
@Injectable()
export class PolicyUses implements OnModuleInit {
  constructor(
    private readonly policies: PoliciesRepository,
    private readonly registry: PresetUsesRegistry,
  ) {}

  onModuleInit(): void {
    this.registry.add('BACKUP_POLICY', async (presets, count) => {
      const policies = await this.policies.findUsing(presets, count);
      return policies.map((policy) => useOf(policy, presets));
    });
  }
}

function useOf({ id, fields }: PolicyRow, presets: readonly string[]): FoundUse {
  const places = hookRoles.flatMap((role): UsePlace[] => {
    const hook = fields[role];
    if (!hook || !presets.includes(hook.preset)) return [];
    return [{ preset: hook.preset, pointer: `/${role}/preset`, values: { in: `/${role}`, given: hook.variables } }];
  });
  return { id, name: fields.name, places };
}
