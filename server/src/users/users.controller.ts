import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { CreatedInvitation, Invitation, Page, UserAccount } from '@hyprbox/contracts';
import { createdInvitationSchema, invitationSchema, pageOf, userAccountSchema } from '@hyprbox/contracts/schemas';
import { openApi } from '../http/openapi-schema.js';
import { IdParams } from '../http/id-params.dto.js';
import { PageQuery } from '../http/page-query.dto.js';
import { CurrentActor, CurrentUser } from '../http/current-principal.js';
import type { Actor, UserPrincipal } from '../identity/principal.js';
import { RequirePermission } from '../http/require-permission.js';
import { InvitationsService } from './invitations.service.js';
import { CreateInvitationDto, UpdateUserDto } from './users.dto.js';
import { UsersService } from './users.service.js';

@Controller('users')
export class UsersController {
  constructor(
    private readonly users: UsersService,
    private readonly invitations: InvitationsService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Accounts' })
  @ApiOkResponse({ schema: openApi(pageOf(userAccountSchema)) })
  @RequirePermission('user.manage')
  list(@Query() page: PageQuery): Promise<Page<UserAccount>> {
    return this.users.list(page);
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Change the role of an account, or disable it' })
  @ApiOkResponse({ schema: openApi(userAccountSchema) })
  @RequirePermission('user.manage')
  update(@CurrentActor() actor: Actor, @Param() { id }: IdParams, @Body() body: UpdateUserDto): Promise<UserAccount> {
    return this.users.update(actor, id, body);
  }

  @Post('invitations')
  @ApiOperation({ summary: 'Invite somebody; the token is shown once' })
  @ApiCreatedResponse({ schema: openApi(createdInvitationSchema) })
  @RequirePermission('user.manage')
  invite(
    @CurrentActor() actor: Actor,
    @CurrentUser() user: UserPrincipal,
    @Body() body: CreateInvitationDto,
  ): Promise<CreatedInvitation> {
    return this.invitations.create(actor, user, body);
  }

  @Get('invitations')
  @ApiOperation({ summary: 'Invitations that may still be accepted' })
  @ApiOkResponse({ schema: openApi(pageOf(invitationSchema)) })
  @RequirePermission('user.manage')
  listInvitations(@Query() page: PageQuery): Promise<Page<Invitation>> {
    return this.invitations.list(page);
  }

  @Delete('invitations/:id')
  @ApiOperation({ summary: 'Withdraw an invitation' })
  @HttpCode(204)
  @RequirePermission('user.manage')
  withdrawInvitation(@CurrentActor() actor: Actor, @Param() { id }: IdParams): Promise<void> {
    return this.invitations.withdraw(actor, id);
  }
}
