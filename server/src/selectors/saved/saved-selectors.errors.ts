import { limits } from '@hyprbox/contracts';
import { ConflictError, NotFoundError } from '../../common/domain-error.js';

export class SavedSelectorNotFound extends NotFoundError {
  constructor() {
    super('selector');
  }
}

export class TooManySavedSelectors extends ConflictError {
  constructor() {
    super(
      'TOO_MANY_SELECTORS',
      `There are ${limits.savedSelectors} selectors with a name already; delete one that nobody needs.`,
    );
  }
}
