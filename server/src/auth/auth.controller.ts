import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiUnauthorizedResponse } from '@nestjs/swagger';
import { Throttle } from '@nestjs/throttler';
import type { SignedIn, User } from '@hyprbox/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, CurrentUser, type Actor, type UserPrincipal } from '../http/principal.js';
import { Public, RequirePermission } from '../http/require-permission.js';
import { toUser } from '../users/users.mapper.js';
import { ChangePasswordDto, LoginDto, RegisterDto, SignedInDto, UserDto } from './auth.dto.js';
import { AuthService } from './auth.service.js';
import { refuseForeignOrigin } from './own-origin.js';
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
    private readonly registration: RegistrationService,
  ) {}

  @Post('register')
  @Public()
  @Throttle(addressLimit('register', registrationsPerMinute))
  @ApiCreatedResponse({ type: SignedInDto })
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
  @HttpCode(200)
  @Public()
  @Throttle(addressLimit('login', loginsPerMinute))
  @ApiOkResponse({ type: SignedInDto })
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
  @RequirePermission('self.read')
  @ApiOkResponse({ type: UserDto })
  me(
    @CurrentUser() user: UserPrincipal,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): User {
    renewCsrfCookie(request, reply);
    return toUser(user);
  }

  @Post('logout')
  @HttpCode(204)
  @RequirePermission('self.read')
  async logout(
    @CurrentActor() actor: Actor,
    @CurrentUser() user: UserPrincipal,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.auth.logout(actor, user);
    clearSessionCookies(request, reply);
  }

  @Post('password')
  @HttpCode(204)
  @RequirePermission('self.read')
  @Throttle(callerLimit('password', passwordChangesPerMinute))
  changePassword(
    @CurrentActor() actor: Actor,
    @CurrentUser() user: UserPrincipal,
    @Body() { current, next }: ChangePasswordDto,
  ): Promise<void> {
    return this.auth.changePassword(actor, user, current, next);
  }
}
