import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { ApplicationMetrics } from './application-metrics.js';
import { OperationsController } from './operations.controller.js';
import { RequestMetrics } from './request-metrics.js';

@Module({
  imports: [DiscoveryModule],
  controllers: [OperationsController],
  providers: [ApplicationMetrics, RequestMetrics],
  exports: [ApplicationMetrics],
})
export class OperationsModule {}
