import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { limits, nodeIdPattern, type CreateNodeTokenRequest } from '@hyprbox/contracts';
import { IsNotEmpty, IsString, Matches } from 'class-validator';
import { MayBeLeftOut } from '../http/may-be-left-out.js';
import { PlainText } from '../http/plain-text.js';

export class CreateTokenDto implements CreateNodeTokenRequest {
  @ApiProperty({ minLength: 1, maxLength: limits.nameLength, example: 'web servers' })
  @PlainText(limits.nameLength)
  @IsNotEmpty()
  name!: string;

  /** Of a node that exists or is still to come. Without it the token may create one new node and is pinned to it. */
  @ApiPropertyOptional({ pattern: nodeIdPattern.source })
  @MayBeLeftOut()
  @IsString()
  @Matches(nodeIdPattern, {
    message: '$property must look like web-1: lower case letters, digits, dot, dash, underscore',
  })
  nodeId?: string;
}
