import { ConsoleLogger, Logger } from '@nestjs/common';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * nestjs-pino logs all requests of a process with the logger of its first application. A worker runs one test file after
 * the other: each begins without one, so that it reads the lines of its own servers. Nest's own logger, which an application
 * replaced by that one, is put back for what is tested without an application.
 */
const nestjsPino = dirname(createRequire(import.meta.url).resolve('nestjs-pino/package.json'));
// The package does not export it, and has it for its own tests.
const file = pathToFileURL(join(nestjsPino, 'dist/esm/rootLogger.js')).href;
const { resetRootLogger } = (await import(/* @vite-ignore */ file)) as { resetRootLogger: () => void };
resetRootLogger();
Logger.overrideLogger(new ConsoleLogger());
