import { ApiPropertyOptional } from '@nestjs/swagger';
import type { RenderPresetRequest, VariableValues } from '@hyprbox/contracts';
import { GivenVariables } from './given-variables.js';

export class RenderPresetDto implements RenderPresetRequest {
  @ApiPropertyOptional({ default: {} })
  @GivenVariables()
  variables: VariableValues = {};
}
