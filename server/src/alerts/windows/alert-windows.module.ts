import { Global, Module } from '@nestjs/common';
import { NodeMaintenance } from '../../nodes/node-maintenance.js';
import { AlertWindowsController } from './alert-windows.controller.js';
import { OpenWindowsReader } from './open-windows.js';
import { AlertWindowsRepository } from './alert-windows.repository.js';
import { AlertWindowsService } from './alert-windows.service.js';
import { OpenMaintenance } from './open-maintenance.js';

/** Times in which nobody is told of some hosts. Global, as nodes ask what is under maintenance. */
@Global()
@Module({
  controllers: [AlertWindowsController],
  providers: [
    OpenWindowsReader,
    AlertWindowsRepository,
    AlertWindowsService,
    { provide: NodeMaintenance, useClass: OpenMaintenance },
  ],
  exports: [NodeMaintenance, OpenWindowsReader],
})
export class AlertWindowsModule {}
