import { posix } from 'node:path';
import { backupLimits } from '@hyprbox/contracts';
import { ValidateBy, type ValidationOptions } from 'class-validator';

/** What is wrong with a path on a node, or null. */
export function pathFault(value: unknown): string | null {
  if (typeof value !== 'string' || !value.startsWith('/')) return 'must be an absolute path';
  if (value.length > backupLimits.pathLength) return `must have at most ${backupLimits.pathLength} characters`;
  if (/[\p{Cc}\p{Cs}]/u.test(value)) return 'must not hold control characters';
  return posix.normalize(value) === value ? null : 'must be a normalised path, without "..", "." or "//"';
}

/** An absolute path on a node, without `..`. */
export const NodePath = (options?: ValidationOptions): PropertyDecorator =>
  ValidateBy(
    {
      name: 'nodePath',
      validator: {
        validate: (value) => pathFault(value) === null,
        defaultMessage: (given) => pathFault(given?.value) ?? 'must be absolute paths without control characters',
      },
    },
    options,
  );
