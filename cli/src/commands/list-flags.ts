import { itemCount } from '../arguments/values.js';

/** Of each command that lists something page by page. */
export const listFlags = {
  limit: { type: 'string', coerce: itemCount, requiresArg: true, describe: 'At most this many (all)' },
  cursor: { type: 'string', requiresArg: true, describe: 'Go on after an earlier page (nextCursor)' },
} as const;
