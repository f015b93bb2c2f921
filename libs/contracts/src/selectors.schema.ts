import Type, { type Static } from 'typebox';
import { alertLimits } from './alerts.js';
import { limits } from './limits.js';
import { nodeIdPattern, nodeStatuses } from './nodes.js';
import { closed, count, instant, listOf, nullable, oneOf, text } from './schema-parts.js';

const tags = Type.Optional(
  Type.Array(
    Type.String({
      minLength: 1,
      maxLength: limits.tagLength,
      format: 'line',
      fault: `must be a tag of at most ${limits.tagLength} characters`,
    }),
    {
      minItems: 1,
      maxItems: alertLimits.selectorEntries,
      fault: `must be a list of 1 to ${alertLimits.selectorEntries} tags`,
    },
  ),
);

/** Which hosts: all of them, or those for which every condition that is named holds. Decommissioned ones never. */
export const selectorSchema = Type.Object(
  {
    all: Type.Optional(
      Type.Unsafe<true>({ type: 'boolean', enum: [true], fault: 'must be true; leave it out to name conditions' }),
    ),
    nodeIds: Type.Optional(
      Type.Array(Type.String({ pattern: nodeIdPattern.source, fault: 'must be the id of a host' }), {
        minItems: 1,
        maxItems: alertLimits.selectorEntries,
        fault: `must be a list of 1 to ${alertLimits.selectorEntries} ids of hosts`,
      }),
    ),
    tagsAny: tags,
    tagsAll: tags,
    tagsNone: tags,
    /** Part of what the agent says of its operating system or architecture, such as `debian` or `aarch64`. */
    platform: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: limits.inventoryTextLength,
        format: 'line',
        fault: 'must be a part of the name of an operating system or architecture',
      }),
    ),
  },
  {
    ...closed,
    minProperties: 1,
    fault: 'must be {"all":true}, or name at least one of nodeIds, tagsAny, tagsAll, tagsNone, platform',
  },
);
export type Selector = Static<typeof selectorSchema>;

export const selectRequestSchema = Type.Object({ selector: selectorSchema }, { ...closed, fault: 'must be an object' });
export type SelectRequest = Static<typeof selectRequestSchema>;

/** The first 200 by id; `digest` is the SHA-256 of all ids, sorted, a line each. */
export const selectionSchema = Type.Object({
  count,
  digest: text,
  items: listOf(Type.Object({ nodeId: text, hostname: text, status: oneOf(nodeStatuses) })),
});
export type Selection = Static<typeof selectionSchema>;

/** A selector that has a name: at most `limits.savedSelectors` of them. */
export const savedSelectorSchema = Type.Object({
  name: text,
  selector: selectorSchema,
  /** Who saved it last. */
  updatedByName: nullable(text),
  updatedAt: instant,
});
export type SavedSelector = Static<typeof savedSelectorSchema>;
