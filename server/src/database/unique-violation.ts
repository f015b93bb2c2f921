import { QueryFailedError } from 'typeorm';

/** Whether a write failed because a row with that value is there already. */
export function isUniqueViolation(error: unknown, constraint: string): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const cause: Error & { code?: unknown; constraint?: unknown } = error.driverError;
  return cause.code === '23505' && cause.constraint === constraint;
}
