import { ApiProperty } from '@nestjs/swagger';
import { IsString, Matches } from 'class-validator';

export class PingParams {
  @ApiProperty({ description: 'The secret of the address that the beat was given.' })
  @IsString()
  token!: string;
}

export class SignalParams extends PingParams {
  @ApiProperty({ description: '`start`, `fail`, or an exit code from 0 to 255.', example: 'start' })
  @Matches(/^(start|fail|25[0-5]|2[0-4]\d|[01]?\d?\d)$/, {
    message: 'must be start, fail, or an exit code from 0 to 255',
  })
  signal!: string;
}
