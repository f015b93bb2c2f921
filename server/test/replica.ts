import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino, type Logger } from 'pino';
import { createApp } from '../src/app.js';
import { readEnvironment } from '../src/config/environment.js';

export interface Replica extends AsyncDisposable {
  app: NestFastifyApplication;
  url: string;
}

/** One more server on a database, over real HTTP on a free port. */
export async function startReplica(
  databaseUrl: string,
  environment: Record<string, string>,
  logger: Logger = pino({ level: process.env['TEST_LOG'] ?? 'silent' }),
): Promise<Replica> {
  const config = readEnvironment({ HYPRBOX_DATABASE_URL: databaseUrl, HYPRBOX_LOCAL_AGENT: 'false', ...environment });
  const app = await createApp(config, databaseUrl, logger);
  await app.listen(0, '127.0.0.1');
  return { app, url: await app.getUrl(), [Symbol.asyncDispose]: () => app.close() };
}
