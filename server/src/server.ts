import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { createApp } from './app.js';
import { SetupCode } from './auth/setup-code.js';
import type { Config } from './config/environment.js';
import { databaseAccess } from './database/database-access.js';
import { databaseFault } from './database/database-away.js';
import { EmbeddedPostgres } from './database/embedded/embedded-postgres.js';
import { EmbeddedPostgresError } from './database/embedded/embedded-postgres.errors.js';
import { migrateWhenReachable } from './database/migrate.js';
import { Draining } from './http/draining.js';
import { systemActor } from './identity/principal.js';
import { LocalAgent } from './local-agent/local-agent.js';
import { LocalAgentToken } from './local-agent/local-agent-token.js';
import { FilePresetsService } from './presets/files/file-presets.service.js';
import { StartError } from './common/start-error.js';

/** The server with what belongs to it: the embedded database and the agent of its own host. */
export class HyprBoxServer {
  private postgres: EmbeddedPostgres | null = null;
  private app: NestFastifyApplication | null = null;
  private agent: LocalAgent | null = null;

  constructor(
    private readonly config: Config,
    private readonly logger: Logger,
  ) {}

  async start(): Promise<void> {
    const { config, logger } = this;
    const access = databaseAccess(config, config.databaseUrl === null ? await this.startPostgres() : null);
    const ran = await migrateWhenReachable(access, logger);
    if (ran.length > 0) logger.info(`The database schema is up to date after ${ran.join(', ')}.`);
    try {
      await this.serve(access.url);
    } catch (error) {
      // The database went away, or became read-only, since it was migrated.
      const fault = databaseFault(error);
      throw fault ? new StartError(`HyprBox could not start. ${fault.detail}`, { cause: error }) : error;
    }
  }

  private async serve(databaseUrl: string): Promise<void> {
    const { config, logger } = this;
    const app = await createApp(config, databaseUrl, logger);
    this.app = app;
    const address = await this.listen(app);
    if (config.localAgent) {
      this.agent = new LocalAgent(config.dataDir, agentUrl(address), logger);
      await this.agent.start(await app.get(LocalAgentToken).obtain(this.agent.wantedNodeId));
    }
    await this.sayWhereToGo(app, address);
  }

  /** Reads again what can be without a restart: the files of presets. A start that is not over reads them anyway. */
  async reload(): Promise<void> {
    if (!this.app) return;
    try {
      const files = await this.app.get(FilePresetsService).sync(systemActor);
      this.logger.info(
        files === null
          ? 'SIGHUP changes nothing without HYPRBOX_PRESETS_DIR: restart the server to have its settings read again.'
          : `SIGHUP: ${files.path} was read again, with ${files.faultCount} faults. Settings take a restart.`,
      );
    } catch (error) {
      this.logger.error({ err: error }, 'SIGHUP: the files of presets could not be read again.');
    }
  }

  /** Ends all of it, the agent first, so that it can still report. Safe to call during a start, and twice. */
  async stop(): Promise<void> {
    const draining = this.app?.get(Draining);
    draining?.begin();
    await this.agent?.stop();
    await draining?.drain();
    await this.app?.close();
    await this.postgres?.stop();
  }

  private async startPostgres(): Promise<EmbeddedPostgres> {
    const { logger } = this;
    const log = logger.child({ context: 'PostgreSQL' });
    this.postgres = new EmbeddedPostgres({
      dataDir: this.config.dataDir,
      log: {
        info: (message) => log.info(message),
        warn: (message) => log.warn(message),
        error: (message) => log.error(message),
      },
    });
    try {
      await this.postgres.start();
    } catch (error) {
      if (error instanceof EmbeddedPostgresError) throw new StartError(error.message, { cause: error });
      throw error;
    }
    return this.postgres;
  }

  private async listen(app: NestFastifyApplication): Promise<URL> {
    const { host, port } = this.config;
    try {
      await app.listen(port, host);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      throw new StartError(
        error.code === 'EADDRINUSE'
          ? `Port ${port} on ${host} is in use by another program. Stop it, or choose another port with HYPRBOX_PORT.`
          : `The server can't listen on ${host}, port ${port} (${String(error.code)}). Check HYPRBOX_HOST and HYPRBOX_PORT.`,
        { cause: error },
      );
    }
    return new URL(await app.getUrl());
  }

  private async sayWhereToGo(app: NestFastifyApplication, address: URL): Promise<void> {
    const setupCode = await app.get(SetupCode).issue();
    const open = this.config.publicUrl?.href ?? `${address.origin}/`;
    const lines = [`HyprBox is ready at ${open.replace(/\/$/, '')}`];
    if (setupCode) lines.push(`No account exists yet. Open ${open}login and set it up with the code ${setupCode}`);
    // Whatever is logged: without the code nobody gets in.
    const always = this.logger.child({}, { level: 'info' });
    if (this.config.production) for (const line of lines) always.info(line);
    else console.log(`\n${lines.map((line) => `  ${line}`).join('\n')}\n`);
  }
}

/** Where the agent on this host reaches a server that listens on every address. */
function agentUrl(address: URL): string {
  const local = new URL(address);
  if (local.hostname === '0.0.0.0') local.hostname = '127.0.0.1';
  if (local.hostname === '[::]') local.hostname = '[::1]';
  return local.origin;
}
