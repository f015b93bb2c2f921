import { pino } from 'pino';

/** Something that whoever starts the server can put right; the message says how. */
export class StartError extends Error {}

/** One that starting again does not mend, such as a setting: a service manager is told by the exit code. */
export class FinalStartError extends StartError {}

/** With which a program of the server ends that could not start. */
export function startExitCode(error: unknown): number {
  return error instanceof FinalStartError ? 2 : 1;
}

/**
 * Says why a program of the server ends at its start: in production as JSON, like all that it logs, and with a stack only
 * where nobody but the developers can do something about it.
 */
export function sayWhyNot(error: unknown): void {
  const isForThem = error instanceof StartError;
  if (process.env['NODE_ENV'] === 'production') {
    const logger = pino(pino.destination({ dest: 2, sync: true }));
    if (isForThem) logger.fatal(error.message);
    else logger.fatal({ err: error }, 'HyprBox could not start');
  } else if (isForThem) console.error(error.message);
  else console.error('HyprBox could not start:', error);
}
