export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** Control characters would let a server's or a script's text break a line or drive the operator's terminal. */
function printable(message: string): string {
  return message.replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g, ' ');
}

/** One line for each entry: time, level, message. */
export function createLog(write: (line: string) => void, now: () => Date): Log {
  const entry = (level: string) => (message: string) =>
    write(`${now().toISOString()} ${level.padEnd(5)} ${printable(message)}\n`);
  return { info: entry('info'), warn: entry('warn'), error: entry('error') };
}

export function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
