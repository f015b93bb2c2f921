import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { limits, nodeIdPattern, snapshotIdPattern } from '@hyprbox/contracts';
import { IsNotEmpty, IsOptional, IsString, Matches } from 'class-validator';
import { MayBeLeftOut } from '../../http/may-be-left-out.js';
import { PlainText } from '../../http/plain-text.js';
import { nodePathPattern, SnapshotPath } from '../node-path.js';

const nodeMessage = { message: 'must be the id of a node' };
const snapshotMessage = { message: 'must be the id of a snapshot: 8 to 64 hexadecimal digits' };
const patternLength = 1024;

export class TargetQuery {
  @ApiPropertyOptional({
    pattern: nodeIdPattern.source,
    description: 'Needed where the policy covers several nodes.',
  })
  @IsOptional()
  @Matches(nodeIdPattern, nodeMessage)
  nodeId?: string;
}

export class RefreshDto {
  @ApiPropertyOptional({
    pattern: nodeIdPattern.source,
    description: 'Needed where the policy covers several nodes.',
  })
  @MayBeLeftOut()
  @Matches(nodeIdPattern, nodeMessage)
  nodeId?: string;
}

export class SnapshotParams {
  @ApiProperty({ format: 'uuid' })
  @IsString()
  id!: string;

  @ApiProperty({ pattern: snapshotIdPattern.source })
  @Matches(snapshotIdPattern, snapshotMessage)
  snapshotId!: string;
}

export class TreeQuery extends TargetQuery {
  /** A directory of the snapshot. */
  @ApiPropertyOptional({ pattern: nodePathPattern, maxLength: limits.pathLength, default: '/' })
  @IsOptional()
  @SnapshotPath()
  path: string = '/';
}

export class FindQuery extends TargetQuery {
  /** As restic takes it: a name or a path, with * and ?. */
  @ApiProperty({ minLength: 1, maxLength: patternLength })
  @PlainText(patternLength)
  @Matches(/^(?!-)/, { message: 'must not begin with a hyphen' })
  @IsNotEmpty()
  pattern!: string;
}

export class DiffQuery extends TargetQuery {
  @ApiProperty({ pattern: snapshotIdPattern.source })
  @Matches(snapshotIdPattern, snapshotMessage)
  from!: string;

  @ApiProperty({ pattern: snapshotIdPattern.source })
  @Matches(snapshotIdPattern, snapshotMessage)
  to!: string;
}
