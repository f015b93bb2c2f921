import Type, { type Static } from 'typebox';
import { presetDescriptionSchema, presetFunctionSchema } from './presets.schema.js';
import { authoringLimits, presetUseKinds } from './presets.js';
import { closed, count, flag, instant, listOf, nullable, oneOf, shownLine, text, uuid } from './schema-parts.js';

const object = { ...closed, fault: 'must be an object' };

/** A version of a preset as its list shows it. It never changes. */
export const presetVersionSummarySchema = Type.Object({
  name: text,
  version: count,
  /** SHA-256 of the source and of the functions that it uses, hexadecimal. */
  sha256: text,
  /** What was changed, by who published it, or the first line of the commit; empty for files. */
  message: text,
  /** Who wrote it; null for what comes from a file, or from a repository. */
  author: nullable(uuid),
  authorName: nullable(text),
  publishedBy: nullable(uuid),
  publishedByName: nullable(text),
  publishedAt: instant,
  /** The commit that it comes from. */
  commit: nullable(text),
  isCurrent: flag,
});
export type PresetVersionSummary = Static<typeof presetVersionSummarySchema>;

export const presetVersionSchema = Type.Object({
  ...presetVersionSummarySchema.properties,
  ...presetDescriptionSchema.properties,
  template: text,
  functions: listOf(presetFunctionSchema),
});
export type PresetVersion = Static<typeof presetVersionSchema>;

/** What changed between two versions, or between one and the draft. */
export const presetDiffSchema = Type.Object({
  /** A version's number, or `draft`. */
  from: text,
  to: text,
  /** In the unified format; empty where the sources are the same. */
  diff: text,
  /** SHA-256 of the diff, hexadecimal, as the audit trail names it. */
  diffSha256: text,
});
export type PresetDiff = Static<typeof presetDiffSchema>;

/** The one draft of a preset. */
export const presetDraftSchema = Type.Object({
  name: text,
  source: text,
  /** The version that it was begun from; 0 for a new preset. */
  basedOn: count,
  /**
   * Each save raises it. A draft that is begun anew starts at another number, so that one that was published or discarded
   * is not taken for it.
   */
  revision: count,
  author: nullable(uuid),
  authorName: nullable(text),
  updatedAt: instant,
});
export type PresetDraft = Static<typeof presetDraftSchema>;

const source = Type.String({
  maxLength: authoringLimits.sourceBytes,
  format: 'storable',
  fault: {
    type: 'must be a text',
    maxLength: `must be a text of at most ${authoringLimits.sourceBytes} bytes`,
    format: 'must not hold NUL characters or halves of surrogate pairs',
  },
});
const revision = Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1, fault: 'must be the revision that was read' });

export const savePresetDraftSchema = Type.Object(
  {
    source,
    basedOn: Type.Integer({
      minimum: 0,
      maximum: 2 ** 31 - 1,
      fault: 'must be the version that the draft was begun from, or 0',
    }),
    /** Of the draft that was read, 0 where there was none: a draft that somebody saved since is not overwritten. */
    revision: Type.Optional(revision),
  },
  object,
);
export type SavePresetDraft = Static<typeof savePresetDraftSchema>;

export const publishPresetSchema = Type.Object(
  {
    message: shownLine(authoringLimits.messageLength, {
      minLength: 1,
      fault: `must be a line of 1 to ${authoringLimits.messageLength} characters`,
    }),
    /** Of the draft that was read: another one is not published. */
    revision: Type.Optional(revision),
    /** Only says what would be published, and what that breaks. */
    dryRun: Type.Optional(Type.Boolean({ fault: 'must be true or false' })),
  },
  object,
);
export type PublishPreset = Static<typeof publishPresetSchema>;

export const retirePresetSchema = Type.Object(
  {
    reason: Type.Optional(
      shownLine(authoringLimits.messageLength, {
        fault: `must be a line of at most ${authoringLimits.messageLength} characters`,
      }),
    ),
  },
  object,
);
export type RetirePreset = Static<typeof retirePresetSchema>;

/** What names the preset, and what a version would find wrong with the values that it gives. */
export const presetUseSchema = Type.Object({
  kind: oneOf(presetUseKinds),
  id: uuid,
  name: text,
  /** Empty where it goes on as it does. */
  faults: listOf(Type.Object({ pointer: text, detail: text })),
});
export type PresetUse = Static<typeof presetUseSchema>;

export const presetUsesSchema = Type.Object({ items: listOf(presetUseSchema), truncated: flag });
export type PresetUses = Static<typeof presetUsesSchema>;

export const publishedPresetSchema = Type.Object({
  name: text,
  version: count,
  sha256: text,
  /** What does not go on with the new version as it does with the old one. */
  breaks: listOf(presetUseSchema),
  /** Null where it was only asked. */
  publishedAt: nullable(instant),
});
export type PublishedPreset = Static<typeof publishedPresetSchema>;
