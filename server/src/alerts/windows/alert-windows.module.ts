import { Global, Module } from '@nestjs/common';
import { NodeMaintenance } from '../../nodes/node-maintenance.js';
import { AlertWindowsController } from './alert-windows.controller.js';
import { OpenWindowsReader } from './open-windows.js';
import { AlertWindowsRepository } from './alert-windows.repository.js';
import { AlertWindowsService } from './alert-windows.service.js';
import { MaintenanceWindows } from './maintenance-windows.js';
import { OpenMaintenance } from './open-maintenance.js';
import { WindowTimes } from './window-times.js';

/** Times in which nobody is told of some hosts. Global, as nodes ask what is under maintenance. */
@Global()
@Module({
  controllers: [AlertWindowsController],
  providers: [
    OpenWindowsReader,
    WindowTimes,
    AlertWindowsRepository,
    AlertWindowsService,
    MaintenanceWindows,
    { provide: NodeMaintenance, useClass: OpenMaintenance },
  ],
  exports: [MaintenanceWindows, NodeMaintenance, OpenWindowsReader, WindowTimes],
})
export class AlertWindowsModule {}
