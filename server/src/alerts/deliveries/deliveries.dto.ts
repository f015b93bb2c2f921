import { ApiPropertyOptional } from '@nestjs/swagger';
import { deliveryStatuses, type DeliveryStatus } from '@hyprbox/contracts';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { PageQuery } from '../../http/page-query.dto.js';

export class ListDeliveriesQuery extends PageQuery {
  @ApiPropertyOptional({ enum: deliveryStatuses })
  @IsOptional()
  @IsIn(deliveryStatuses, { message: `must be one of ${deliveryStatuses.join(', ')}` })
  status?: DeliveryStatus;

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  channelId?: string;
}
