import { limits } from '@hyprbox/contracts';
import { InvalidInputError } from '../common/domain-error.js';

export class TooManyTags extends InvalidInputError {
  override readonly code = 'TOO_MANY_TAGS';

  /** @param nodeId the first host that would have too many */
  constructor(nodeId: string) {
    const detail = `would give ${nodeId} more than ${limits.tagsPerNode} tags: take some from it, or leave it out`;
    super([{ pointer: '/add', detail }], 'No tags were changed: a host would have too many.');
  }
}
