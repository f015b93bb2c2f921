import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { roles, type CreateInvitationRequest, type Role, type UpdateUserRequest } from '@hyprbox/contracts';
import { IsBoolean, IsIn } from 'class-validator';
import { MayBeLeftOut } from '../http/may-be-left-out.js';
import { EmailAddress } from './email-address.js';

export class UpdateUserDto implements UpdateUserRequest {
  @ApiPropertyOptional({ enum: roles })
  @MayBeLeftOut()
  @IsIn(roles)
  role?: Role;

  @ApiPropertyOptional()
  @MayBeLeftOut()
  @IsBoolean()
  disabled?: boolean;
}

export class CreateInvitationDto implements CreateInvitationRequest {
  @EmailAddress()
  email!: string;

  @ApiProperty({ enum: roles })
  @IsIn(roles)
  role!: Role;
}
