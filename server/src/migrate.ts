import 'reflect-metadata';
import { InvalidEnvironmentError, readEnvironment } from './config/environment.js';
import { EmbeddedPostgres } from './database/embedded/embedded-postgres.js';
import { migrateWhenReachable } from './database/migrate.js';
import { createLogger } from './operations/logging.js';

/** `npm run migrate`: brings the schema up to date and ends. The server does the same at each boot. */
async function main(): Promise<void> {
  const config = readEnvironment(process.env);
  const logger = createLogger(config);
  const postgres = config.databaseUrl ? null : new EmbeddedPostgres({ dataDir: config.dataDir, log: logger });
  try {
    await postgres?.start();
    const ran = await migrateWhenReachable(config.databaseUrl ?? postgres?.url ?? '', logger);
    console.log(ran.length > 0 ? `Ran ${ran.join(', ')}` : 'The schema is up to date.');
  } finally {
    await postgres?.stop();
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof InvalidEnvironmentError ? error.message : error);
    process.exit(1);
  },
);
