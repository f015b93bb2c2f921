import { ApiPropertyOptional } from '@nestjs/swagger';
import { backupProtections, nodeIdPattern, type BackupProtection } from '@hyprbox/contracts';
import { IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { PageQuery } from '../../http/page-query.dto.js';

export class TargetsQuery extends PageQuery {
  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID(undefined, { message: 'must be the id of a policy' })
  policyId?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @Matches(nodeIdPattern, { message: 'must be the id of a node' })
  nodeId?: string;

  @ApiPropertyOptional({ enum: backupProtections })
  @IsOptional()
  @IsIn(backupProtections, { message: `must be one of ${backupProtections.join(', ')}` })
  protection?: BackupProtection;
}
