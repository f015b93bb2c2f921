import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PresetUsesRegistry } from '../../presets/uses/preset-uses-registry.js';
import { AlertRulesRepository } from './alert-rules.repository.js';

/** Tells which rules, disabled ones too, run a preset where they fire. */
@Injectable()
export class AlertRuleUses implements OnModuleInit {
  constructor(
    private readonly rules: AlertRulesRepository,
    private readonly registry: PresetUsesRegistry,
  ) {}

  onModuleInit(): void {
    this.registry.add('ALERT_RULE', async (presets, count) => {
      const rules = await this.rules.findUsing(presets, count);
      return rules.map(({ id, name, remediation }) => {
        if (!remediation) return { id, name, places: [] };
        const values = { in: '/remediation', given: remediation.variables };
        return { id, name, places: [{ preset: remediation.preset, pointer: '/remediation/preset', values }] };
      });
    });
  }
}
