import type { RenderPresetRequest, VariableValues } from '@hyprbox/contracts';
import { GivenVariables } from './given-variables.js';

export class RenderPresetDto implements RenderPresetRequest {
  @GivenVariables()
  variables: VariableValues = {};
}
