import { Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { SkipThrottle } from '@nestjs/throttler';
import { alertLimits } from '@hyprbox/contracts';
import type { FastifyRequest } from 'fastify';
import { KeepBody, KeptBody, type KeptText } from '../../http/kept-body.js';
import { Public } from '../../http/require-permission.js';
import { WithoutHead } from '../../http/route-options.js';
import { BeatPingsService } from './beat-pings.service.js';
import { PingParams, SignalParams } from './beat-pings.dto.js';

/** Called by whatever there is on a host, by GET or POST: each says the same. */
@ApiTags('beats')
@SkipThrottle()
@Controller('beats/ping')
export class BeatPingsController {
  constructor(private readonly pings: BeatPingsService) {}

  @Get(':token')
  @HttpCode(204)
  @Public()
  @WithoutHead()
  @KeepBody(alertLimits.beatBodyBytes)
  @ApiOperation({ summary: 'Say that all is well' })
  @ApiNoContentResponse()
  ping(@Param() { token }: PingParams, @KeptBody() body: KeptText, @Req() { ip }: FastifyRequest): Promise<void> {
    return this.pings.take(token, null, body, ip);
  }

  /** What is sent along is kept, whatever its type. */
  @Post(':token')
  @HttpCode(204)
  @Public()
  @KeepBody(alertLimits.beatBodyBytes)
  @ApiOperation({ summary: 'Say that all is well, with an output' })
  @ApiNoContentResponse()
  pingWithBody(
    @Param() { token }: PingParams,
    @KeptBody() body: KeptText,
    @Req() { ip }: FastifyRequest,
  ): Promise<void> {
    return this.pings.take(token, null, body, ip);
  }

  @Get(':token/:signal')
  @HttpCode(204)
  @Public()
  @WithoutHead()
  @KeepBody(alertLimits.beatBodyBytes)
  @ApiOperation({ summary: 'Say that a job begins, has failed, or has ended with an exit code' })
  @ApiNoContentResponse()
  signal(
    @Param() { token, signal }: SignalParams,
    @KeptBody() body: KeptText,
    @Req() { ip }: FastifyRequest,
  ): Promise<void> {
    return this.pings.take(token, signal, body, ip);
  }

  /** What is sent along is kept, whatever its type. */
  @Post(':token/:signal')
  @HttpCode(204)
  @Public()
  @KeepBody(alertLimits.beatBodyBytes)
  @ApiOperation({ summary: 'Say that a job begins, has failed, or has ended with an exit code, with an output' })
  @ApiNoContentResponse()
  signalWithBody(
    @Param() { token, signal }: SignalParams,
    @KeptBody() body: KeptText,
    @Req() { ip }: FastifyRequest,
  ): Promise<void> {
    return this.pings.take(token, signal, body, ip);
  }
}
