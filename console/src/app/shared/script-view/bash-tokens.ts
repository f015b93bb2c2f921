/** What a piece of a script is, as far as it is coloured. */
export type BashTokenKind = 'comment' | 'string' | 'variable' | 'keyword' | 'plain';

export interface BashToken {
  readonly kind: BashTokenKind;
  readonly text: string;
}

const keywords = new Set(
  (
    'if then elif else fi for while until do done case esac in select function ' +
    'local readonly export declare unset return exit break continue trap set shift source eval exec'
  ).split(' '),
);

const variable = /\$(?:\{[^}\n]*\}|[A-Za-z_]\w*|[0-9@*#?$!-])/y;
const word = /[A-Za-z_][\w-]*=?/y;
const singleQuoted = /\$?'[^']*'?/y;
const comment = /#[^\n]*/y;
const hereDocument = /<<(-?)\s*(["']?)([A-Za-z_]\w*)\2/y;
/** Up to whatever may begin something else. */
const anything = /[^$"'#<A-Za-z_\\]+|\\[\s\S]?|[\s\S]/y;

/**
 * Cuts a bash script into pieces to colour. It is no parser: what it does not understand is plain, and all pieces
 * together are always the script.
 */
export function bashTokens(script: string): BashToken[] {
  const tokens = new Tokens();
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(script);
  };
  while (at < script.length) {
    const before = script[at - 1] ?? '\n';
    const character = script[at];
    if (character === '"') {
      at = doubleQuoted(script, at, tokens);
      continue;
    }
    let found = character === '<' ? take(hereDocument) : null;
    if (found !== null) {
      at = hereDocumentFrom(script, at, found, tokens);
      continue;
    }
    let kind: BashTokenKind = 'plain';
    if (character === '#' && /[\s;&|(]/.test(before)) {
      [kind, found] = ['comment', take(comment)];
    } else if ((found = take(singleQuoted)) !== null) {
      kind = 'string';
    } else if ((found = take(variable)) !== null) {
      kind = 'variable';
    } else if ((found = take(word)) !== null) {
      if (!/[\w./=-]/.test(before) && keywords.has(found[0])) kind = 'keyword';
    }
    found ??= take(anything);
    tokens.add(kind, found?.[0] ?? '');
    at += found?.[0].length ?? 1;
  }
  return tokens.all;
}

/** Variables count inside double quotes. Gives the place behind the closing quote. */
function doubleQuoted(script: string, start: number, tokens: Tokens): number {
  let from = start;
  let at = start + 1;
  while (at < script.length && script[at] !== '"') {
    variable.lastIndex = at;
    const found = script[at] === '$' ? variable.exec(script) : null;
    if (found === null) {
      at += script[at] === '\\' ? 2 : 1;
      continue;
    }
    tokens.add('string', script.slice(from, at));
    tokens.add('variable', found[0]);
    at += found[0].length;
    from = at;
  }
  const end = Math.min(at + 1, script.length);
  tokens.add('string', script.slice(from, end));
  return end;
}

/** The lines up to the delimiter are text. What follows `<<X` in its own line is coloured as plain. */
function hereDocumentFrom(
  script: string,
  start: number,
  [opening, dash, , name]: RegExpExecArray,
  tokens: Tokens,
): number {
  const lineEnd = script.indexOf('\n', start);
  if (lineEnd === -1) {
    tokens.add('plain', opening);
    return start + opening.length;
  }
  tokens.add('plain', script.slice(start, lineEnd + 1));
  const close = new RegExp(`^${dash === '-' ? '\\t*' : ''}${name ?? ''}$`, 'm');
  const rest = script.slice(lineEnd + 1);
  const end = close.exec(rest);
  const length = end === null ? rest.length : end.index + end[0].length;
  tokens.add('string', rest.slice(0, length));
  return lineEnd + 1 + length;
}

/** Neighbours of one kind become one. */
class Tokens {
  readonly all: { kind: BashTokenKind; text: string }[] = [];

  add(kind: BashTokenKind, text: string): void {
    const last = this.all.at(-1);
    if (last?.kind === kind) last.text += text;
    else if (text !== '') this.all.push({ kind, text });
  }
}
