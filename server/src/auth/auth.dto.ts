import { ApiPropertyOptional } from '@nestjs/swagger';
import { limits, type ChangePasswordRequest, type LoginRequest, type RegisterRequest } from '@hyprbox/contracts';
import { MayBeLeftOut } from '../http/may-be-left-out.js';
import { PlainText } from '../http/plain-text.js';
import { EmailAddress } from '../users/email-address.js';
import { GivenPassword, NewPassword } from './password-fields.js';

/** Longest setup code and invitation that are looked at. */
const oneTimeSecretLength = 128;

export class LoginDto implements LoginRequest {
  @EmailAddress()
  email!: string;

  @GivenPassword()
  password!: string;
}

export class RegisterDto implements RegisterRequest {
  @EmailAddress()
  email!: string;

  @NewPassword()
  password!: string;

  /** What others see; the part of the address before the @ if it is left out. */
  @ApiPropertyOptional({ maxLength: limits.nameLength })
  @MayBeLeftOut()
  @PlainText(limits.nameLength)
  name?: string;

  /** Printed by the server at boot while there is no account. */
  @ApiPropertyOptional({ maxLength: oneTimeSecretLength })
  @MayBeLeftOut()
  @PlainText(oneTimeSecretLength)
  setupCode?: string;

  @ApiPropertyOptional({ maxLength: oneTimeSecretLength })
  @MayBeLeftOut()
  @PlainText(oneTimeSecretLength)
  invitation?: string;
}

export class ChangePasswordDto implements ChangePasswordRequest {
  @GivenPassword()
  current!: string;

  @NewPassword()
  next!: string;
}
