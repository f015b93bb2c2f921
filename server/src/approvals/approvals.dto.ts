import { ApiPropertyOptional } from '@nestjs/swagger';
import { approvalStates, type ApprovalState } from '@hyprbox/contracts';
import { IsIn, IsOptional } from 'class-validator';
import { PageQuery } from '../http/page-query.dto.js';

export class ApprovalsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: approvalStates })
  @IsOptional()
  @IsIn(approvalStates, { message: `must be one of ${approvalStates.join(', ')}` })
  state?: ApprovalState;
}
