import { Controller, Get, Header, Inject, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { SkipThrottle } from '@nestjs/throttler';
import type { FastifyRequest } from 'fastify';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { migrationNames } from '../database/data-source.js';
import { DatabaseMonitor } from '../database/database-monitor.js';
import { UnavailableError } from '../common/domain-error.js';
import { Draining } from '../http/draining.js';
import { OwnAccessRule, Public } from '../http/require-permission.js';
import { ApplicationMetrics } from './application-metrics.js';
import { mayReadMetrics } from './metrics-access.js';

@ApiExcludeController()
@Controller()
export class OperationsController {
  constructor(
    private readonly database: DatabaseMonitor,
    private readonly metrics: ApplicationMetrics,
    private readonly draining: Draining,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The process is alive. */
  @Public()
  @SkipThrottle()
  @Get('healthz')
  health(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** The server is not about to stop; the database answers in time, takes writes, and its schema is this version's. */
  @Public()
  @SkipThrottle()
  @Get('readyz')
  async ready(): Promise<{ status: 'ok' }> {
    if (this.draining.isDraining) throw new UnavailableError('The server is about to stop.');
    await this.database.checkReady(migrationNames);
    return { status: 'ok' };
  }

  @OwnAccessRule('metrics token, or loopback')
  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @Header('cache-control', 'no-store')
  async prometheus(@Req() request: FastifyRequest): Promise<string> {
    mayReadMetrics(request, this.config.metricsToken);
    return this.metrics.registry.metrics();
  }
}
