/** Where the embedded PostgreSQL tells what it does; a pino logger fits. */
export interface EmbeddedPostgresLog {
  debug?(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

const severityPattern = /^(DEBUG\d?|LOG|INFO|NOTICE|WARNING|ERROR|FATAL|PANIC):\s+/;

/**
 * Passes on one line of PostgreSQL's own log. ERROR and FATAL end a statement or a connection, and whoever has that
 * connection reports it; FATAL at a start is in the start's own error. PANIC ends the whole database.
 */
export function passOn(line: string, log: EmbeddedPostgresLog): void {
  const severity = severityPattern.exec(line)?.[1];
  const message = `PostgreSQL: ${line}`;
  if (severity === 'PANIC') log.error(message);
  else if (severity === 'WARNING') log.warn(message);
  else log.debug?.(message);
}
