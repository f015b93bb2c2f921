import { Module } from '@nestjs/common';
import { NodesModule } from '../../nodes/nodes.module.js';
import { AlertChannelsModule } from '../channels/channels.module.js';
import { AlertDeliveriesModule } from '../deliveries/deliveries.module.js';
import { AlertRulesModule } from '../rules/alert-rules.module.js';
import { AlertWindowsModule } from '../windows/alert-windows.module.js';
import { ActiveRoutes } from './active-routes.js';
import { AlertGroupsRepository } from './alert-groups.repository.js';
import { AlertRoutesController } from './alert-routes.controller.js';
import { AlertRoutesRepository } from './alert-routes.repository.js';
import { AlertRoutesService } from './alert-routes.service.js';
import { DispatchService } from './dispatch.service.js';
import { ExplanationService } from './explanation.service.js';

/** Who is told of an alert, when, and together with what. */
@Module({
  imports: [AlertChannelsModule, AlertRulesModule, AlertDeliveriesModule, AlertWindowsModule, NodesModule],
  controllers: [AlertRoutesController],
  providers: [
    ActiveRoutes,
    AlertGroupsRepository,
    AlertRoutesRepository,
    AlertRoutesService,
    DispatchService,
    ExplanationService,
  ],
  exports: [DispatchService],
})
export class AlertRoutingModule {}
