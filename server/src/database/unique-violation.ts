import { QueryFailedError } from 'typeorm';

/** Whether a write failed because the constraint already has such a value. */
export function isUniqueViolation(error: unknown, constraint: string): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const { code, constraint: violated } = error.driverError as { code?: string; constraint?: string };
  return code === '23505' && violated === constraint;
}
