import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  backupLimits,
  backupRunKinds,
  executionStatuses,
  limits,
  nodeIdPattern,
  snapshotIdPattern,
  type BackupRunKind,
  type ExecutionStatus,
  type RestoreRequest,
  type RunBackupRequest,
} from '@hyprbox/contracts';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { MayBeLeftOut } from '../../http/may-be-left-out.js';
import { PageQuery } from '../../http/page-query.dto.js';
import { NodePath, nodePathPattern, SnapshotPath } from '../node-path.js';

const nodeMessage = { message: 'must be the id of a node' };
const askedFor = ['BACKUP', 'PRUNE', 'CHECK', 'DRILL'] as const;

export class RunsQuery extends PageQuery {
  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID(undefined, { message: 'must be the id of a policy' })
  policyId?: string;

  @ApiPropertyOptional({ pattern: nodeIdPattern.source })
  @IsOptional()
  @Matches(nodeIdPattern, nodeMessage)
  nodeId?: string;

  @ApiPropertyOptional({ enum: executionStatuses })
  @IsOptional()
  @IsIn(executionStatuses, { message: `must be one of ${executionStatuses.join(', ')}` })
  status?: ExecutionStatus;

  @ApiPropertyOptional({ enum: backupRunKinds })
  @IsOptional()
  @IsIn(backupRunKinds, { message: `must be one of ${backupRunKinds.join(', ')}` })
  kind?: BackupRunKind;
}

export class RunBackupDto implements RunBackupRequest {
  @ApiPropertyOptional({ enum: askedFor, default: 'BACKUP' })
  @MayBeLeftOut()
  @IsIn(askedFor, { message: `must be one of ${askedFor.join(', ')}` })
  kind?: (typeof askedFor)[number];

  @ApiPropertyOptional({
    pattern: nodeIdPattern.source,
    description: 'Needed where the policy covers several nodes.',
  })
  @MayBeLeftOut()
  @Matches(nodeIdPattern, nodeMessage)
  nodeId?: string;
}

export class RestoreDto implements RestoreRequest {
  @ApiProperty({ format: 'uuid' })
  @IsUUID(undefined, { message: 'must be the id of a policy' })
  policyId!: string;

  @ApiProperty({ pattern: snapshotIdPattern.source })
  @Matches(snapshotIdPattern, { message: 'must be the id of a snapshot: 8 to 64 hexadecimal digits' })
  snapshotId!: string;

  /** Restored files keep their full path below it. */
  @ApiProperty({ pattern: nodePathPattern, maxLength: limits.pathLength })
  @NodePath()
  targetPath!: string;

  /** Absolute paths in the snapshot; everything when it is left out. */
  @ApiPropertyOptional({
    type: 'array',
    minItems: 1,
    maxItems: backupLimits.pathsPerPolicy,
    items: { type: 'string', pattern: nodePathPattern, maxLength: limits.pathLength },
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(backupLimits.pathsPerPolicy)
  @SnapshotPath({ each: true })
  include?: string[];

  @ApiPropertyOptional({ default: false })
  @MayBeLeftOut()
  @IsBoolean()
  dryRun?: boolean;

  @ApiPropertyOptional({ default: false, description: 'Without it, nothing that exists is overwritten.' })
  @MayBeLeftOut()
  @IsBoolean()
  overwrite?: boolean;

  @ApiPropertyOptional({
    pattern: nodeIdPattern.source,
    description: 'Needed where the policy covers several nodes.',
  })
  @MayBeLeftOut()
  @Matches(nodeIdPattern, nodeMessage)
  nodeId?: string;
}
