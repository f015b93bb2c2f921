import './node-version.js';
import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { NestFactory } from '@nestjs/core';
import { AdminModule } from './admin.module.js';
import { PasswordReset } from './admin/password-reset.js';
import { newPassword, passwordRule, readEnvironment, type Config } from './config/environment.js';
import { databaseAccess } from './database/database-access.js';
import { EmbeddedPostgresError } from './database/embedded/embedded-postgres.errors.js';
import { EmbeddedPostgres } from './database/embedded/embedded-postgres.js';
import { runningClusterUrl } from './database/embedded/running-cluster.js';
import { checkReachable, migrateWhenReachable } from './database/migrate.js';
import { createLogger } from './operations/logging.js';
import { sayWhyNot, startExitCode, StartError } from './common/start-error.js';
import { normalizedEmail } from './identity/normalized-email.js';

const usage = `Usage: npm run admin -- reset-password <email> [--password-stdin]

Gives an account a new password, ends its sessions and lifts lock-outs. The password is made and printed once, or read
from standard input. Run it on the server's host with the server's settings; the server may run meanwhile.`;

const generatedBytes = 15;
const usageFault = 2;

class UsageError extends Error {}

async function main(): Promise<void> {
  const { email, fromStdin } = readArguments();
  const config = readEnvironment(process.env);
  const given = fromStdin ? newPassword((await text(process.stdin)).replace(/\r?\n$/, '')) : undefined;
  if (fromStdin && given === undefined) throw new StartError(`The password must be ${passwordRule}.`);
  const password = given ?? randomBytes(generatedBytes).toString('base64url');
  await withDatabase(config, (url) => resetPassword(config, url, email, password));
  console.log(`${email} has a new password. Open sessions are ended, and lock-outs are lifted.`);
  if (!fromStdin) console.log(`\n  ${password}\n\nIt is shown this once. Change it after signing in.`);
}

function readArguments(): { email: string; fromStdin: boolean } {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: { 'password-stdin': { type: 'boolean', default: false } },
    });
    const [command, email, ...further] = positionals;
    if (command !== 'reset-password' || email === undefined || further.length > 0) throw new UsageError(usage);
    return { email: normalizedEmail(email), fromStdin: values['password-stdin'] };
  } catch (error) {
    throw error instanceof TypeError ? new UsageError(`${error.message}\n\n${usage}`) : error;
  }
}

async function resetPassword(config: Config, url: string, email: string, password: string): Promise<void> {
  const app = await NestFactory.createApplicationContext(AdminModule.with(config, url), {
    logger: ['warn', 'error', 'fatal'],
    abortOnError: false,
  });
  try {
    const account = await app.get(PasswordReset).reset(email, password);
    if (account.disabled) console.error('The account is disabled: an admin has to enable it before it can sign in.');
  } finally {
    await app.close();
  }
}

/**
 * The external database; or the embedded one, as it runs for the server, or started for this while it doesn't. One that
 * is started is migrated as well, as the server would do: this program's version may be newer than its schema.
 */
async function withDatabase(config: Config, use: (url: string) => Promise<void>): Promise<void> {
  const known = config.databaseUrl ?? (await runningClusterUrl(config.dataDir));
  if (known !== null) {
    await checkReachable({ url: known, setting: 'HYPRBOX_DATABASE_URL' });
    return use(known);
  }
  const log = createLogger({ ...config, logLevel: 'warn' });
  const postgres = new EmbeddedPostgres({ dataDir: config.dataDir, log });
  try {
    await postgres.start();
    const access = databaseAccess(config, postgres);
    await migrateWhenReachable(access, log);
    await use(access.url);
  } finally {
    await postgres.stop();
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    if (error instanceof UsageError) console.error(error.message);
    else sayWhyNot(error instanceof EmbeddedPostgresError ? new StartError(error.message, { cause: error }) : error);
    process.exit(error instanceof UsageError ? usageFault : startExitCode(error));
  },
);
