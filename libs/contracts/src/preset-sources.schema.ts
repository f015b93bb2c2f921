import Type, { type Static } from 'typebox';
import { limits } from './limits.js';
import { presetSourceStates } from './presets.js';
import { closed, count, flag, instant, listOf, nullable, oneOf, shownLine, text, uuid } from './schema-parts.js';

const object = { ...closed, fault: 'must be an object' };

/** A repository that brings presets. */
export const presetSourceFieldsSchema = Type.Object(
  {
    name: shownLine(limits.nameLength, {
      minLength: 1,
      fault: `must be a name of 1 to ${limits.nameLength} characters on one line`,
    }),
    /** `https://…`, `ssh://…` or `user@host:path`; without a user's name or a password in an https address. */
    url: Type.String({ minLength: 1, maxLength: 2_000, format: 'line', fault: 'must be an https or ssh address' }),
    branch: Type.String({ minLength: 1, maxLength: 200, format: 'line', fault: 'must be the name of a branch' }),
    /** The directory of the presets in it; empty for its root. */
    path: Type.Optional(Type.String({ maxLength: 1_000, format: 'line', fault: 'must be a path in the repository' })),
    /** Where the server finds the token (https) or the private key (ssh, a file): `env:NAME` or `file:/absolute/path`. */
    credentialsRef: Type.Optional(
      nullable(Type.String({ maxLength: 4_096, format: 'line' }), { fault: 'must be env:NAME or file:/path' }),
    ),
    /** Of ssh: the lines of `known_hosts` that name the host's keys. */
    knownHosts: Type.Optional(
      nullable(Type.String({ maxLength: 16_384, format: 'storable' }), { fault: 'must be lines of known_hosts' }),
    ),
    enabled: Type.Boolean({ fault: 'must be true or false' }),
    /** Of a change: the one that was read. */
    version: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1, fault: 'must be the version that was read' }),
    ),
  },
  object,
);
export type PresetSourceFields = Static<typeof presetSourceFieldsSchema>;

/** What a source did to presets when it was taken, each list by name and at most 100 long, beside how many there are. */
export const presetSourceChangeSchema = Type.Object({
  /** Null for the server's own directory. */
  commit: nullable(text),
  at: instant,
  /** `before` is the version that was current; 0 for a preset that is new. */
  published: listOf(Type.Object({ name: text, version: count, before: count })),
  publishedCount: count,
  /** Retired ones that are in use again, as they were. */
  returned: listOf(Type.Object({ name: text, version: count })),
  returnedCount: count,
  retired: listOf(text),
  retiredCount: count,
});
export type PresetSourceChange = Static<typeof presetSourceChangeSchema>;

export const presetSourceSchema = Type.Object({
  id: uuid,
  /** `FILE` is the server's own directory, which can only be read again. */
  kind: oneOf(['GIT', 'FILE'] as const),
  name: text,
  url: text,
  branch: text,
  path: text,
  credentialsRef: nullable(text),
  knownHosts: nullable(text),
  enabled: flag,
  version: count,
  state: oneOf(presetSourceStates),
  /** What is wrong with it as a whole, in words. */
  problem: nullable(text),
  /** Files that are not used as they are, at most 100. */
  faults: listOf(Type.Object({ file: text, line: nullable(count), message: text })),
  faultCount: count,
  /** Presets that it brings. */
  presets: count,
  /** The commit that is used. */
  commit: nullable(text),
  committedAt: nullable(instant),
  /** Of a rewritten branch: the commit that it has now. */
  divergedCommit: nullable(text),
  /** When it was looked at last, and when what it has was taken last. */
  checkedAt: nullable(instant),
  syncedAt: nullable(instant),
  /**
   * The last time that any of its presets changed by it; null before the first, and where a server before this field took
   * it. Of `FILE`: what the server that answers has taken since its start.
   */
  lastChange: Type.Optional(nullable(presetSourceChangeSchema)),
});
export type PresetSource = Static<typeof presetSourceSchema>;

/** The answer that alone has the address for the repository's webhook. */
export const createdPresetSourceSchema = Type.Object({ ...presetSourceSchema.properties, webhookUrl: text });
export type CreatedPresetSource = Static<typeof createdPresetSourceSchema>;

export const syncPresetSourceSchema = Type.Object(
  {
    /** Takes this commit although the branch's history was rewritten. */
    acceptCommit: Type.Optional(
      Type.String({ pattern: '^[0-9a-f]{40,64}$', example: '0'.repeat(40), fault: 'must be the id of a commit' }),
    ),
  },
  object,
);
export type SyncPresetSource = Static<typeof syncPresetSourceSchema>;
