/** How words are read. */
export const parserConfiguration = {
  // `--set a=b nginx` must not swallow the name, and values are taken as they are typed.
  'greedy-arrays': false,
  'dot-notation': false,
  'parse-numbers': false,
  'parse-positional-numbers': false,
  'boolean-negation': false,
} as const;
