import { isNativeError } from 'node:util/types';
import { createContext, Script } from 'node:vm';
import { presetLimits } from './preset-limits.js';

export type CompiledPattern = { regex: RegExp; fault: null } | { regex: null; fault: string };

/** A variable's pattern, which the whole value must match. */
export function compilePattern(pattern: string): CompiledPattern {
  try {
    // On its own first: `a)|(b` would compile between the brackets below and mean something else.
    new RegExp(pattern, 'u');
    return { regex: new RegExp(`^(?:${pattern})$`, 'u'), fault: null };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { regex: null, fault: error.message };
  }
}

export type PatternMatch = 'matches' | 'differs' | 'too slow';

const test = new Script('regex.test(value)');

/**
 * Tests a value against a pattern. A pattern that backtracks without end on some value would stop the whole server:
 * only `vm` can end a regular expression that runs. Its limit goes by the clock on the wall, so one stall of a busy
 * machine is not taken for a slow pattern.
 */
export function matchPattern(regex: RegExp, value: string): PatternMatch {
  for (let attempt = 0; attempt < presetLimits.patternAttempts; attempt++) {
    const match = matchOnce(regex, value);
    if (match !== 'too slow') return match;
  }
  return 'too slow';
}

function matchOnce(regex: RegExp, value: string): PatternMatch {
  try {
    const matches: unknown = test.runInContext(createContext({ regex, value }), {
      timeout: presetLimits.patternMilliseconds,
    });
    return matches === true ? 'matches' : 'differs';
  } catch (error) {
    // An error from within `vm` is of that context's Error, not of ours.
    if (isNativeError(error) && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return 'too slow';
    throw error;
  }
}
