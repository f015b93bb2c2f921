import Type, { type Static } from 'typebox';
import { limits } from './limits.js';
import { closed, count } from './schema-parts.js';
import { selectorSchema } from './selectors.schema.js';
import { tagPattern } from './tag.js';

const tags = Type.Optional(
  Type.Array(
    Type.String({
      minLength: 1,
      pattern: tagPattern.source,
      example: 'web',
      fault: `must be a tag: letters, digits and . _ : / = @ + -, at most ${limits.tagLength} characters`,
    }),
    {
      minItems: 1,
      maxItems: limits.tagsPerNode,
      fault: `must be a list of 1 to ${limits.tagsPerNode} tags`,
    },
  ),
);

/** Tags that hosts get and lose, on each that the selector selects: all of them, or none if one would have too many. */
export const changeTagsSchema = Type.Object(
  { selector: selectorSchema, add: tags, remove: tags },
  { ...closed, fault: 'must be an object' },
);
export type ChangeTags = Static<typeof changeTagsSchema>;

/** Hosts whose tags are others now, and those that had them like that already. */
export const changedTagsSchema = Type.Object({ changed: count, unchanged: count });
export type ChangedTags = Static<typeof changedTagsSchema>;
