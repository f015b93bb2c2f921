import { RE2JS } from 're2js';
import { presetLimits } from './preset-limits.js';

export type CompiledPattern = { regex: RE2JS; fault: null } | { regex: null; fault: string };

/** Compiled ones that are kept, by their text; each source that is looked at while it is written brings more. */
const mostCompiled = 500;
const compiled = new Map<string, CompiledPattern>();

/**
 * A variable's pattern, which the whole value must match: an ECMAScript regular expression with the `u` flag, run by
 * RE2, whose time grows with the value's length and with nothing else. What RE2 can't do (look-around and
 * back-references) is refused here, when the preset is read.
 */
export function compilePattern(pattern: string): CompiledPattern {
  const known = compiled.get(pattern) ?? compile(pattern);
  // The last of the map is the one that was asked for last.
  compiled.delete(pattern);
  compiled.set(pattern, known);
  if (compiled.size > mostCompiled) {
    for (const oldest of compiled.keys()) {
      compiled.delete(oldest);
      break;
    }
  }
  return known;
}

function compile(pattern: string): CompiledPattern {
  if (pattern.length > presetLimits.patternCharacters) {
    const fault = `the pattern is too large: ${pattern.length} characters of ${presetLimits.patternCharacters}`;
    return { regex: null, fault };
  }
  try {
    // What only RE2 knows would mean nothing to the console, which goes by the browser's engine.
    new RegExp(pattern, 'u');
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { regex: null, fault: `the pattern does not compile: ${error.message}` };
  }
  let regex: RE2JS;
  try {
    regex = RE2JS.compile(RE2JS.translateRegExp(asEcmaScriptMeans(pattern)));
  } catch (error) {
    const why = error instanceof Error ? error.message.replace('error parsing regexp: ', '') : String(error);
    return {
      regex: null,
      fault: `the pattern uses what can not be matched in linear time, such as look-around, a back-reference or more than 1000 repetitions: ${why}`,
    };
  }
  const size = regex.programSize();
  if (size <= presetLimits.patternInstructions) return { regex, fault: null };
  return {
    regex: null,
    fault: `the pattern is too large: ${size} instructions of ${presetLimits.patternInstructions}; repeat less, and let "max" limit the length`,
  };
}

/** What `\s` stands for in ECMAScript, and what it does not; RE2's knows ASCII only. */
const spaces = String.raw`\t-\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}`;
const nonSpaces = String.raw`\x{0}-\x{8}\x{e}-\x{1f}!-\x{9f}\x{a1}-\x{167f}\x{1681}-\x{1fff}\x{200b}-\x{2027}\x{202a}-\x{202e}\x{2030}-\x{205e}\x{2060}-\x{2fff}\x{3001}-\x{fefe}\x{ff00}-\x{10ffff}`;

/** Spells out what RE2 would read in another way than a browser does. */
function asEcmaScriptMeans(pattern: string): string {
  let inClass = false;
  return pattern.replaceAll(/\\[^]|[[\].]/gu, (token) => {
    const wasInClass = inClass;
    if (token === '[') inClass = true;
    if (token === ']') inClass = false;
    switch (token) {
      case '\\s':
        return wasInClass ? spaces : `[${spaces}]`;
      case '\\S':
        return wasInClass ? nonSpaces : `[${nonSpaces}]`;
      case '.':
        return wasInClass ? '.' : String.raw`[^\n\r\x{2028}\x{2029}]`;
      case '[':
        // Not the beginning of RE2's [:alpha:].
        return wasInClass ? '\\[' : '[';
      default:
        return token;
    }
  });
}
