import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { RolloutFields } from '@hyprbox/contracts';
import { InvalidInputError } from '../../common/domain-error.js';
import { PresetsService } from '../../presets/presets.service.js';
import { InvalidVariables, PresetNotFound, PresetRetired } from '../../presets/presets.errors.js';
import type { GateCheck, RolloutEntity } from '../records/rollout.entity.js';
import { PresetVersionChanged } from './rollout-creation.errors.js';

/** What runs on each host, whatever becomes of the preset later. */
export type FrozenScript = Pick<
  RolloutEntity,
  'preset' | 'presetVersion' | 'script' | 'scriptSha256' | 'secretRefs' | 'variables' | 'gateCheck'
>;

/** Makes the scripts of a rollout, once. */
@Injectable()
export class ScriptFreezing {
  constructor(private readonly presets: PresetsService) {}

  /**
   * @throws PresetNotFound
   * @throws PresetRetired
   * @throws InvalidVariables
   * @throws PresetVersionChanged
   * @throws InvalidInputError for a check that can't be one
   */
  async freeze({ preset, presetVersion, variables = {}, script, gates }: RolloutFields): Promise<FrozenScript> {
    const gateCheck = gates?.checkPreset === undefined ? null : await this.check(gates.checkPreset);
    if (script !== undefined) return { ...ofOnesOwn(script), gateCheck };
    // That one of both is given is seen to before.
    if (preset === undefined) throw new Error('A rollout has neither a preset nor a script.');
    const rendered = await this.presets.render(preset, variables);
    if (presetVersion !== undefined && presetVersion !== rendered.version) {
      throw new PresetVersionChanged(preset, presetVersion, rendered.version);
    }
    return {
      preset,
      presetVersion: rendered.version,
      script: rendered.script,
      scriptSha256: rendered.sha256,
      secretRefs: rendered.secretRefs,
      variables,
      gateCheck,
    };
  }

  private async check(preset: string): Promise<GateCheck> {
    try {
      const { version, script, sha256 } = await this.presets.render(preset, {});
      return { preset, version, script, sha256 };
    } catch (error) {
      const detail = checkFault(error);
      if (detail === null) throw error;
      throw new InvalidInputError([{ pointer: '/gates/checkPreset', detail }]);
    }
  }
}

function ofOnesOwn(script: string): Omit<FrozenScript, 'gateCheck'> {
  const scriptSha256 = createHash('sha256').update(script, 'utf8').digest('hex');
  return { preset: null, presetVersion: null, script, scriptSha256, secretRefs: {}, variables: {} };
}

function checkFault(error: unknown): string | null {
  if (error instanceof PresetNotFound) return 'is no preset';
  if (error instanceof PresetRetired) return 'is retired; choose another one';
  if (error instanceof InvalidVariables) return 'needs variables; choose a preset that needs none';
  return null;
}
