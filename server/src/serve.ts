import 'reflect-metadata';
import { readEnvironment } from './config/environment.js';
import { createLogger } from './operations/logging.js';
import { HyprBoxServer } from './server.js';
import { sayWhyNot, startExitCode } from './common/start-error.js';

/** How long a stop may take, after proxies had time to notice it, before the process ends anyway. */
const stopMs = 25_000;

async function main(): Promise<void> {
  const config = readEnvironment(process.env);
  const logger = createLogger(config);
  const server = new HyprBoxServer(config, logger);
  let stopping = false;
  const stop = (why: string): void => {
    if (stopping) return;
    stopping = true;
    logger.info(`Stopping: ${why}`);
    setTimeout(
      () => {
        logger.error('The stop took too long; ending now.');
        process.exit(1);
      },
      config.shutdownDelaySeconds * 1000 + stopMs,
    ).unref();
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'The stop failed.');
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop(signal));
  // Many a tool sends it to have files read again; it must not be a stop by surprise.
  process.on('SIGHUP', () => void server.reload());
  // Started by another process with a channel: when that one is gone, nobody is left to stop this one.
  if (process.send) process.on('disconnect', () => stop('the starting process is gone'));
  try {
    await server.start();
  } catch (error) {
    if (stopping) return;
    await server.stop().catch(() => undefined);
    throw error;
  }
}

main().catch((error: unknown) => {
  sayWhyNot(error);
  process.exit(startExitCode(error));
});
