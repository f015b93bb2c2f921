import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiUnauthorizedResponse } from '@nestjs/swagger';
import { Throttle } from '@nestjs/throttler';
import { limits, type SignedIn, type User } from '@hyprbox/contracts';
import { signedInSchema, userSchema } from '@hyprbox/contracts/schemas';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { openApi } from '../http/openapi-schema.js';
import { refuseForeignOrigin } from '../http/own-origin.js';
import { CurrentActor, CurrentUser } from '../http/current-principal.js';
import type { Actor, UserPrincipal } from '../identity/principal.js';
import { Public, RequirePermission } from '../http/require-permission.js';
import { BodyLimit } from '../http/route-options.js';
import { toUser } from '../users/users.mapper.js';
import { ChangePasswordDto, LoginDto, RegisterDto } from './auth.dto.js';
import { AuthService } from './auth.service.js';
import { OwnAccountService } from './own-account.service.js';
import { addressLimit, callerLimit } from './rate-limits.js';
import { RegistrationService } from './registration.service.js';
import { clearSessionCookies, renewCsrfCookie, setSessionCookies } from './session-cookies.js';

const loginsPerMinute = 10;
const registrationsPerMinute = 5;
const passwordChangesPerMinute = 10;

@Controller('auth')
export class AuthController {
  constructor(
    private readonly auth: AuthService,
    private readonly account: OwnAccountService,
    private readonly registration: RegistrationService,
  ) {}

  @Post('register')
  @ApiOperation({ summary: 'Make the first account by the setup code, or a further one by an invitation' })
  @Public()
  @BodyLimit(limits.signInBodyBytes)
  @Throttle(addressLimit('register', registrationsPerMinute))
  @ApiCreatedResponse({ schema: openApi(signedInSchema) })
  async register(
    @CurrentActor() actor: Actor,
    @Body() body: RegisterDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedIn> {
    refuseForeignOrigin(request);
    const answer = await this.registration.register(actor, body);
    setSessionCookies(request, reply, answer);
    return answer;
  }

  @Post('login')
  @ApiOperation({ summary: 'Sign in' })
  @HttpCode(200)
  @Public()
  @BodyLimit(limits.signInBodyBytes)
  @Throttle(addressLimit('login', loginsPerMinute))
  @ApiOkResponse({ schema: openApi(signedInSchema) })
  @ApiUnauthorizedResponse({ description: 'The e-mail address or the password is wrong.' })
  async login(
    @CurrentActor() actor: Actor,
    @Body() { email, password }: LoginDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedIn> {
    refuseForeignOrigin(request);
    const answer = await this.auth.login(actor, email, password);
    setSessionCookies(request, reply, answer);
    return answer;
  }

  @Get('me')
  @ApiOperation({ summary: 'Who calls' })
  @RequirePermission('self.read')
  @ApiOkResponse({ schema: openApi(userSchema) })
  me(
    @CurrentUser() user: UserPrincipal,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): User {
    renewCsrfCookie(request, reply);
    return toUser(user);
  }

  @Post('logout')
  @ApiOperation({ summary: 'End the session everywhere' })
  @HttpCode(204)
  @RequirePermission('self.read')
  async logout(
    @CurrentActor() actor: Actor,
    @CurrentUser() user: UserPrincipal,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.account.logout(actor, user);
    clearSessionCookies(request, reply);
  }

  @Post('password')
  @ApiOperation({ summary: 'Change the own password; the other sessions end' })
  @HttpCode(204)
  @RequirePermission('self.read')
  @BodyLimit(limits.signInBodyBytes)
  @Throttle(callerLimit('password', passwordChangesPerMinute))
  changePassword(
    @CurrentActor() actor: Actor,
    @CurrentUser() user: UserPrincipal,
    @Body() { current, next }: ChangePasswordDto,
  ): Promise<void> {
    return this.account.changePassword(actor, user, current, next);
  }
}
