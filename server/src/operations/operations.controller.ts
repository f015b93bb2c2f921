import { Controller, Get, Header, Inject, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { UnavailableError } from '../http/domain-error.js';
import { OwnAccessRule, Public } from '../http/require-permission.js';
import { ApplicationMetrics } from './application-metrics.js';
import { mayReadMetrics } from './metrics-access.js';

@ApiExcludeController()
@Controller()
export class OperationsController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly metrics: ApplicationMetrics,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The process is alive. */
  @Public()
  @Get('healthz')
  health(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** The database answers and its schema is this version's. */
  @Public()
  @Get('readyz')
  async ready(): Promise<{ status: 'ok' }> {
    if (await this.dataSource.showMigrations()) throw new UnavailableError('The database schema is not up to date.');
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
