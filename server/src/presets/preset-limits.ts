/** Named limits of the catalogue and of what is rendered from it. A rendered script's own is `limits.scriptBytes`. */
export const presetLimits = {
  /** Largest preset file. */
  fileBytes: 256 * 1024,
  /** Variables one preset may have. */
  variables: 64,
  /** Options one `enum` may have. */
  options: 64,
  /** Largest value of one variable, as UTF-8. */
  valueBytes: 64 * 1024,
  /** Characters of `title` and `category`, of a `label`, and of an option. */
  titleCharacters: 128,
  descriptionCharacters: 2000,
  /** Unknown variables that are named one by one before the rest is only counted. */
  unknownVariablesNamed: 100,
  /** How long one value may take to be compared with its variable's pattern, and how often it is tried. */
  patternMilliseconds: 200,
  patternAttempts: 2,
  /** How long bash may take to check one file's syntax. */
  syntaxCheckMilliseconds: 10_000,
} as const;
