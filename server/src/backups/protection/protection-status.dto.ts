import { ApiPropertyOptional } from '@nestjs/swagger';
import { backupLimits, backupProtections, nodeIdPattern, type BackupProtection } from '@hyprbox/contracts';
import { IsIn, IsInt, IsOptional, IsUUID, Matches, Max, Min } from 'class-validator';
import { PageQuery, ToNumber } from '../../http/page-query.dto.js';

export class TargetsQuery extends PageQuery {
  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID(undefined, { message: 'must be the id of a policy' })
  policyId?: string;

  @ApiPropertyOptional({ pattern: nodeIdPattern.source })
  @IsOptional()
  @Matches(nodeIdPattern, { message: 'must be the id of a node' })
  nodeId?: string;

  @ApiPropertyOptional({ enum: backupProtections })
  @IsOptional()
  @IsIn(backupProtections, { message: `must be one of ${backupProtections.join(', ')}` })
  protection?: BackupProtection;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: backupLimits.recentBackups,
    default: 0,
    description: 'How many of its newest ended backups each comes with.',
  })
  @IsOptional()
  @ToNumber()
  @Max(backupLimits.recentBackups)
  @Min(0)
  @IsInt()
  recentBackups = 0;
}
