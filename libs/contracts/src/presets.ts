import type { VariableValues } from './presets.schema.js';

export const presetNamePattern = /^[a-z0-9][a-z0-9-]{0,63}$/;
/** What the console's own pages beside the presets are called. */
export const reservedPresetNames: ReadonlySet<string> = new Set(['new', 'sources']);
export const variableNamePattern = /^[a-z][a-z0-9_]*$/;
export const variableTypes = ['string', 'int', 'boolean', 'enum', 'path', 'secretRef'] as const;
export type VariableType = (typeof variableTypes)[number];

/** Where a preset comes from: the product, a directory beside the server, the console and the command line, or git. */
export const presetOrigins = ['BUILTIN', 'FILE', 'CONSOLE', 'GIT'] as const;
export type PresetOrigin = (typeof presetOrigins)[number];

/** `UNPUBLISHED` has a draft and no version yet. */
export const presetStates = ['PUBLISHED', 'UNPUBLISHED', 'RETIRED'] as const;
export type PresetState = (typeof presetStates)[number];

export const findingLevels = ['ERROR', 'WARNING', 'INFO', 'STYLE'] as const;
export type FindingLevel = (typeof findingLevels)[number];

/** What a file is in a directory of presets: a function stands in its `lib`. */
export const lintedFileKinds = ['PRESET', 'FUNCTION'] as const;
export type LintedFileKind = (typeof lintedFileKinds)[number];

/** What can name a preset, and would go on with the next version of it. */
export const presetUseKinds = ['SCHEDULE', 'ALERT_RULE', 'BACKUP_POLICY'] as const;
export type PresetUseKind = (typeof presetUseKinds)[number];

/** How the last look at a source went: `DIVERGED` is a branch whose history was rewritten. */
export const presetSourceStates = ['NEVER', 'OK', 'FAULTY', 'FAILED', 'DIVERGED'] as const;
export type PresetSourceState = (typeof presetSourceStates)[number];

export const authoringLimits = {
  /** Largest source of a preset, as UTF-8. */
  sourceBytes: 256 * 1024,
  /** What a version says of itself, and why one is retired. */
  messageLength: 500,
  /** Findings that one look at a source gives. */
  findings: 200,
  /** Functions that are sent along with the source that is looked at, and all of their bytes as UTF-8. */
  lintedFunctions: 200,
  lintedFunctionBytes: 512 * 1024,
  /** Presets of all origins that have a version. */
  presets: 2_000,
  /** Presets that have nothing but a draft: in all, and begun by one person. */
  unpublished: 1_000,
  unpublishedPerAuthor: 200,
  versionsPerPreset: 1_000,
  /** Git sources. */
  sources: 20,
  /** Hosts of one test run. */
  testNodes: 20,
  /** Presets that one source may bring. */
  filesPerSource: 1_000,
  /** Faults of files that a source shows. */
  sourceFaults: 100,
  /** Presets that a source shows of each kind of change. */
  sourceChanges: 100,
  /** Things that use a preset and are shown. */
  uses: 200,
} as const;

export interface RenderPresetRequest {
  variables: VariableValues;
}

/** Where the agent finds a secret: an environment variable of its own, or a file. Never `HYPRBOX_*`. */
export const secretRefPattern = /^(?:env:(?!HYPRBOX_|__proto__$)[A-Za-z_][A-Za-z0-9_]*|file:\/[^\0\n]+)$/;

/**
 * The secret that a file holds, wherever one is read: all of it but one line break at its end, which editors add and no
 * secret has. A repository's password alone is read otherwise: as restic reads it.
 */
export function secretOfFile(content: string): string {
  return content.replace(/\r?\n$/, '');
}
