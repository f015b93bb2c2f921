import { ApiPropertyOptional } from '@nestjs/swagger';
import {
  presetOrigins,
  presetStates,
  type PresetOrigin,
  type PresetState,
  type RenderPresetRequest,
  type VariableValues,
} from '@hyprbox/contracts';
import { IsIn, IsOptional } from 'class-validator';
import { PageQuery } from '../http/page-query.dto.js';
import { GivenVariables } from './given-variables.js';

const states = [...presetStates, 'ANY'] as const;

export class PresetsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: states, default: 'PUBLISHED', description: 'What can be run, where it is left out.' })
  @IsOptional()
  @IsIn(states, { message: `must be one of ${states.join(', ')}` })
  state?: PresetState | 'ANY';

  @ApiPropertyOptional({ enum: presetOrigins })
  @IsOptional()
  @IsIn(presetOrigins, { message: `must be one of ${presetOrigins.join(', ')}` })
  origin?: PresetOrigin;
}

export class RenderPresetDto implements RenderPresetRequest {
  @ApiPropertyOptional({ default: {} })
  @GivenVariables()
  variables: VariableValues = {};
}
