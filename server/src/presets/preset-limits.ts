/** Named limits of the catalogue and of what is rendered from it. A rendered script's own is `limits.scriptBytes`. */
export const presetLimits = {
  /** Largest preset file. */
  fileBytes: 256 * 1024,
  /** Largest front matter of a file. */
  frontMatterBytes: 64 * 1024,
  /** How deep its YAML may be nested: the options of a variable are five levels deep, each of which may count twice. */
  frontMatterLevels: 32,
  /** Words, signs, spaces and line breaks of its YAML: as many options as there may be make two thirds of it. */
  frontMatterTokens: 30_000,
  /** Largest file of a function. */
  functionFileBytes: 8 * 1024,
  /** Functions one preset may use: with the largest of them and the largest preset a script still has room for values. */
  functions: 24,
  /** Variables one preset may have. */
  variables: 64,
  /** Options one `enum` may have. */
  options: 64,
  /** Characters of `title` and `category`, of a `label`, and of an option. */
  titleCharacters: 128,
  descriptionCharacters: 2000,
  /** Characters of a pattern: more could not be compared in as many steps as there may be. */
  patternCharacters: 2_500,
  /** Size of one compiled pattern: comparing takes at most as many steps for each character of the value. */
  patternInstructions: 2_500,
  /** How long bash may take to check one file's syntax. */
  syntaxCheckMilliseconds: 10_000,
} as const;
