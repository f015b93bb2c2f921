import { ValidatorConstraint, type ValidatorConstraintInterface } from 'class-validator';
import { instantOf } from '../common/instant.js';

@ValidatorConstraint({ name: 'isInstant' })
export class IsInstant implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    return instantOf(value) !== null;
  }

  defaultMessage(): string {
    return 'must be a time as ISO 8601 has it, with its zone, such as 2026-01-31T12:00:00Z';
  }
}
