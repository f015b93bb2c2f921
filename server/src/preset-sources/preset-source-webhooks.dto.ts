import { ApiProperty } from '@nestjs/swagger';
import { IsString } from 'class-validator';

export class WebhookParams {
  @ApiProperty({ description: 'The secret of the address that the repository was given.' })
  @IsString()
  token!: string;
}
