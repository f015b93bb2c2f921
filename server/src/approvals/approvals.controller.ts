import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Approval, ApprovalSummary, DecideApproval, OverrideApproval, Page } from '@hyprbox/contracts';
import {
  approvalSchema,
  approvalSummarySchema,
  decideApprovalSchema,
  overrideApprovalSchema,
  pageOf,
} from '@hyprbox/contracts/schemas';
import { bodyOf } from '../http/body-of.js';
import { CurrentActor, CurrentUser } from '../http/current-principal.js';
import { IdParams } from '../http/id-params.dto.js';
import { openApi } from '../http/openapi-schema.js';
import { RequirePermission } from '../http/require-permission.js';
import type { Actor, UserPrincipal } from '../identity/principal.js';
import { ApprovalDecisionsService } from './approval-decisions.service.js';
import { ApprovalsQuery } from './approvals.dto.js';
import { ApprovalsService } from './approvals.service.js';

@ApiTags('approvals')
@ApiBearerAuth('user')
@Controller('approvals')
export class ApprovalsController {
  constructor(
    private readonly approvals: ApprovalsService,
    private readonly decisions: ApprovalDecisionsService,
  ) {}

  /** Newest first. */
  @RequirePermission('approval.read')
  @Get()
  @ApiOperation({ summary: 'What was asked for, and what became of it' })
  @ApiOkResponse({ schema: openApi(pageOf(approvalSummarySchema)) })
  list(@Query() query: ApprovalsQuery): Promise<Page<ApprovalSummary>> {
    return this.approvals.list(query);
  }

  @RequirePermission('approval.read')
  @Get(':id')
  @ApiOperation({ summary: 'One approval, with the script that would run and the one that ran last' })
  @ApiOkResponse({ schema: openApi(approvalSchema) })
  get(@Param() { id }: IdParams): Promise<Approval> {
    return this.approvals.get(id);
  }

  /** Not by who asked for it. */
  @RequirePermission('approval.decide')
  @Post(':id/approve')
  @HttpCode(200)
  @ApiOperation({ summary: 'Let it start' })
  @ApiBody({ schema: openApi(decideApprovalSchema) })
  @ApiOkResponse({ schema: openApi(approvalSchema) })
  async approve(
    @CurrentUser() user: UserPrincipal,
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParams,
    @Body(bodyOf(decideApprovalSchema)) decision: DecideApproval,
  ): Promise<Approval> {
    await this.decisions.approve({ user, actor }, id, decision);
    return this.approvals.get(id);
  }

  @RequirePermission('approval.decide')
  @Post(':id/reject')
  @HttpCode(200)
  @ApiOperation({ summary: 'Never let it start' })
  @ApiBody({ schema: openApi(decideApprovalSchema) })
  @ApiOkResponse({ schema: openApi(approvalSchema) })
  async reject(
    @CurrentUser() user: UserPrincipal,
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParams,
    @Body(bodyOf(decideApprovalSchema)) decision: DecideApproval,
  ): Promise<Approval> {
    await this.decisions.reject({ user, actor }, id, decision);
    return this.approvals.get(id);
  }

  /** Raises an alert. */
  @RequirePermission('approval.override')
  @Post(':id/override')
  @HttpCode(200)
  @ApiOperation({ summary: 'Let it start without another’s approval' })
  @ApiBody({ schema: openApi(overrideApprovalSchema) })
  @ApiOkResponse({ schema: openApi(approvalSchema) })
  async override(
    @CurrentUser() user: UserPrincipal,
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParams,
    @Body(bodyOf(overrideApprovalSchema)) decision: OverrideApproval,
  ): Promise<Approval> {
    await this.decisions.override({ user, actor }, id, decision);
    return this.approvals.get(id);
  }
}
