import { Module, type DynamicModule } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import type { Logger as PinoLogger } from 'pino';
import { AlertsModule } from './alerts/alerts.module.js';
import { ApprovalsModule } from './approvals/approvals.module.js';
import { AuditTrailModule } from './audit/audit-trail.module.js';
import { AuditModule } from './audit/audit.module.js';
import { AuthModule } from './auth/auth.module.js';
import { BackupsModule } from './backups/backups.module.js';
import { ConfigModule } from './config/config.module.js';
import type { Config } from './config/environment.js';
import { DatabaseModule } from './database/database.module.js';
import { entities } from './entities.js';
import { ExecutionsModule } from './executions/executions.module.js';
import { FleetSummaryModule } from './fleet-summary/fleet-summary.module.js';
import { HttpModule } from './http/http.module.js';
import { JobsModule } from './jobs/jobs.module.js';
import { LocalAgentModule } from './local-agent/local-agent.module.js';
import { NodeTagsModule } from './node-tags/node-tags.module.js';
import { NodesModule } from './nodes/nodes.module.js';
import { OperationsModule } from './operations/operations.module.js';
import { requestLogging } from './operations/logging.js';
import { PresetSourcesModule } from './preset-sources/preset-sources.module.js';
import { LintingModule } from './presets/linting/linting.module.js';
import { PresetDraftsModule } from './presets/drafts/drafts.module.js';
import { PresetPublishingModule } from './presets/publishing/publishing.module.js';
import { PresetTestsModule } from './preset-tests/preset-tests.module.js';
import { PresetsModule } from './presets/presets.module.js';
import { PresetUsesModule } from './presets/uses/uses.module.js';
import { RolloutsModule } from './rollouts/rollouts.module.js';
import { SchedulesModule } from './schedules/schedules.module.js';
import { SelectorsModule } from './selectors/selectors.module.js';
import { SettingsModule } from './settings/settings.module.js';
import { StreamModule } from './stream/stream.module.js';
import { TimeModule } from './time/time.module.js';
import { TokensModule } from './tokens/tokens.module.js';
import { UsersModule } from './users/users.module.js';

@Module({})
export class AppModule {
  static with(config: Config, databaseUrl: string, logger: PinoLogger): DynamicModule {
    return {
      module: AppModule,
      imports: [
        LoggerModule.forRoot(requestLogging(logger, config)),
        ConfigModule.with(config),
        TimeModule,
        DatabaseModule.at(databaseUrl, entities),
        AuditTrailModule,
        HttpModule,
        OperationsModule,
        SettingsModule,
        UsersModule,
        AuthModule,
        TokensModule,
        NodesModule,
        NodeTagsModule,
        PresetsModule,
        LintingModule,
        PresetSourcesModule,
        PresetDraftsModule,
        PresetUsesModule,
        PresetPublishingModule,
        ExecutionsModule,
        JobsModule,
        PresetTestsModule,
        FleetSummaryModule,
        BackupsModule,
        SelectorsModule,
        ApprovalsModule,
        AlertsModule,
        RolloutsModule,
        SchedulesModule,
        AuditModule,
        StreamModule,
        LocalAgentModule,
      ],
    };
  }
}
