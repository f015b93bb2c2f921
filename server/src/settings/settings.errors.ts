import type { Thresholds } from '@hyprbox/contracts';
import { InvalidInputError } from '../common/domain-error.js';

/** A host would be critical before it is in a warning. */
export class InvalidThresholds extends InvalidInputError {
  constructor(figures: (keyof Thresholds)[]) {
    super(
      figures.map((figure) => ({
        pointer: `/thresholds/${figure}/warning`,
        detail: 'warning must be less than critical',
      })),
    );
  }
}
