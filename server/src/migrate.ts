import './node-version.js';
import 'reflect-metadata';
import { readEnvironment } from './config/environment.js';
import { databaseAccess } from './database/database-access.js';
import { EmbeddedPostgresError } from './database/embedded/embedded-postgres.errors.js';
import { EmbeddedPostgres } from './database/embedded/embedded-postgres.js';
import { migrateWhenReachable } from './database/migrate.js';
import { createLogger } from './operations/logging.js';
import { sayWhyNot, startExitCode, StartError } from './common/start-error.js';

/** `npm run migrate`: brings the schema up to date and ends. The server does the same at each boot. */
async function main(): Promise<void> {
  const config = readEnvironment(process.env);
  const logger = createLogger(config);
  const postgres = config.databaseUrl ? null : new EmbeddedPostgres({ dataDir: config.dataDir, log: logger });
  try {
    await postgres?.start().catch((error: unknown) => {
      throw error instanceof EmbeddedPostgresError ? new StartError(error.message, { cause: error }) : error;
    });
    const ran = await migrateWhenReachable(databaseAccess(config, postgres), logger);
    console.log(ran.length > 0 ? `Ran ${ran.join(', ')}` : 'The schema is up to date.');
  } finally {
    await postgres?.stop();
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    sayWhyNot(error);
    process.exit(startExitCode(error));
  },
);
