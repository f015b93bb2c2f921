import { exitCodeStyles } from '../exit-codes.js';

/** For commands that wait for a script. */
export const exitCodeFlag = {
  'exit-code': {
    choices: exitCodeStyles,
    default: 'script',
    requiresArg: true,
    describe: "End with the script's own exit code, or with 1 whenever it fails",
  },
} as const;
