import { printableLine } from '@hyprbox/contracts';

export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** One line for each entry: time, level, message, whatever a server or a script put into it. */
export function createLog(write: (line: string) => void, now: () => Date): Log {
  const entry = (level: string) => (message: string) =>
    write(`${now().toISOString()} ${level.padEnd(5)} ${printableLine(message, ' ')}\n`);
  return { info: entry('info'), warn: entry('warn'), error: entry('error') };
}

export function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
