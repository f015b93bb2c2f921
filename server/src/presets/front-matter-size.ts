import { Lexer, Parser } from 'yaml';
import { presetLimits } from './preset-limits.js';

/** Why a YAML is not read, and where that shows. */
export interface Excess {
  fault: string;
  offset: number;
}

/**
 * What makes a YAML more than a front matter can be, before anything is made of it: the parser recurses into what is nested,
 * and a few thousand levels end the whole process of Node.js 20; of many small parts it makes work for seconds. What is used here goes
 * through the text without recursion and stops where it is too much.
 */
export function excessOf(yaml: string): Excess | null {
  const parser = new Parser();
  let tokens = 0;
  for (const lexeme of new Lexer().lex(yaml)) {
    const { offset } = parser;
    // Each is taken for what it does to the parser's stack alone.
    const read = parser.next(lexeme);
    while (!read.next().done);
    tokens += 1;
    if (parser.stack.length > presetLimits.frontMatterLevels) {
      return { fault: `it is nested more than ${presetLimits.frontMatterLevels} levels deep`, offset };
    }
    if (tokens > presetLimits.frontMatterTokens) {
      return { fault: `it has more than ${presetLimits.frontMatterTokens} parts`, offset };
    }
  }
  return null;
}
