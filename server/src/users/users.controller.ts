import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import type { CreatedInvitation, Invitation, Page, UserAccount } from '@hyprbox/contracts';
import { IdParams } from '../http/id-params.dto.js';
import { PageQuery } from '../http/page-query.dto.js';
import { CurrentActor, CurrentUser, type Actor, type UserPrincipal } from '../http/principal.js';
import { RequirePermission } from '../http/require-permission.js';
import { pageOf } from '../http/schemas.js';
import { InvitationsService } from './invitations.service.js';
import { CreateInvitationDto, UpdateUserDto } from './users.dto.js';
import { accountSchema, createdInvitationSchema, invitationSchema } from './users.schema.js';
import { UsersService } from './users.service.js';

@Controller('users')
export class UsersController {
  constructor(
    private readonly users: UsersService,
    private readonly invitations: InvitationsService,
  ) {}

  @Get()
  @ApiOkResponse({ schema: pageOf(accountSchema) })
  @RequirePermission('user.manage')
  list(@Query() page: PageQuery): Promise<Page<UserAccount>> {
    return this.users.list(page);
  }

  @Patch(':id')
  @ApiOkResponse({ schema: accountSchema })
  @RequirePermission('user.manage')
  update(@CurrentActor() actor: Actor, @Param() { id }: IdParams, @Body() body: UpdateUserDto): Promise<UserAccount> {
    return this.users.update(actor, id, body);
  }

  @Post('invitations')
  @ApiCreatedResponse({ schema: createdInvitationSchema })
  @RequirePermission('user.manage')
  invite(
    @CurrentActor() actor: Actor,
    @CurrentUser() user: UserPrincipal,
    @Body() body: CreateInvitationDto,
  ): Promise<CreatedInvitation> {
    return this.invitations.create(actor, user, body);
  }

  @Get('invitations')
  @ApiOkResponse({ schema: pageOf(invitationSchema) })
  @RequirePermission('user.manage')
  listInvitations(@Query() page: PageQuery): Promise<Page<Invitation>> {
    return this.invitations.list(page);
  }

  @Delete('invitations/:id')
  @HttpCode(204)
  @RequirePermission('user.manage')
  withdrawInvitation(@CurrentActor() actor: Actor, @Param() { id }: IdParams): Promise<void> {
    return this.invitations.withdraw(actor, id);
  }
}
