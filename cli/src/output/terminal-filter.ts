import { showInvisible } from './neutralize.js';

/** Where the filter stands in a control sequence (ECMA-48 §5.4, as xterm reads it). */
type State = 'text' | 'escape' | 'escape-intermediate' | 'csi' | 'string' | 'string-escape';

const escape = '\x1b';
const resetColours = `${escape}[0m`;
/** Longer "parameters" are no colour. */
const parametersMax = 64;

/** SGR's "conceal" (ECMA-48 §8.3.117): text that is there but not seen. */
const conceal = 8;

/**
 * Lets a script's output through to a terminal, but not control of it: text, line breaks, tabs, carriage returns and
 * colours (SGR) pass; cursor movement, titles, clipboard writes and every other control sequence are dropped. What
 * would hide text or show it in another order is shown as an escape.
 */
export class TerminalFilter {
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  private state: State = 'text';
  private parameters = '';
  private coloured = false;

  push(bytes: Uint8Array): string {
    return this.filter(this.decoder.decode(bytes, { stream: true }));
  }

  /** What was held back at the end, and the terminal's own colours again. */
  end(): string {
    const rest = this.filter(this.decoder.decode());
    const reset = this.coloured ? resetColours : '';
    this.coloured = false;
    this.state = 'text';
    return rest + reset;
  }

  private filter(text: string): string {
    let kept = '';
    for (const character of text) kept += this.step(character);
    return kept;
  }

  private step(character: string): string {
    // CAN and SUB abort any sequence; a line break ends one too, so that an unclosed one cannot hide what follows.
    if (character === '\x18' || character === '\x1a') return this.enter('text');
    if (character === '\n') return this.enter('text') + character;
    switch (this.state) {
      case 'text':
        return this.text(character);
      case 'escape':
        return this.afterEscape(character);
      case 'escape-intermediate':
        return isIntermediate(character) ? '' : this.enter('text');
      case 'csi':
        return this.controlSequence(character);
      case 'string':
        return this.controlString(character);
      case 'string-escape':
        return character === '\\' ? this.enter('text') : this.afterEscape(character);
    }
  }

  private text(character: string): string {
    if (character === escape) return this.enter('escape');
    if (character === '\x9b') return this.enter('csi');
    if (isStringOpener(character, 0x80)) return this.enter('string');
    const code = character.charCodeAt(0);
    const isControl = code < 0x20 || (code >= 0x7f && code <= 0x9f);
    return isControl && character !== '\t' && character !== '\r' ? '' : showInvisible(character);
  }

  private afterEscape(character: string): string {
    if (character === '[') return this.enter('csi');
    if (isStringOpener(character, 0x40)) return this.enter('string');
    if (character === escape) return this.enter('escape');
    return this.enter(isIntermediate(character) ? 'escape-intermediate' : 'text');
  }

  private controlSequence(character: string): string {
    if (character === escape) return this.enter('escape');
    const code = character.charCodeAt(0);
    if (code < 0x40) {
      if (this.parameters.length < parametersMax) this.parameters += character;
      return '';
    }
    const { parameters } = this;
    this.state = 'text';
    if (character !== 'm' || !/^[0-9;:]*$/.test(parameters) || parameters.length >= parametersMax) return '';
    const shown = withoutConceal(parameters);
    if (shown === null) return '';
    this.coloured = !/^0*$/.test(shown);
    return `${escape}[${shown}m`;
  }

  private controlString(character: string): string {
    if (character === '\x07' || character === '\x9c') return this.enter('text');
    return character === escape ? this.enter('string-escape') : '';
  }

  private enter(state: State): '' {
    this.state = state;
    this.parameters = '';
    return '';
  }
}

/** DCS, SOS, OSC, PM and APC: `ESC` and a letter (`base` 0x40), or one C1 character (`base` 0x80). */
function isStringOpener(character: string, base: number): boolean {
  return [0x10, 0x18, 0x1d, 0x1e, 0x1f].includes(character.charCodeAt(0) - base);
}

function isIntermediate(character: string): boolean {
  return character >= ' ' && character <= '/';
}

/**
 * The parameters of an SGR sequence without "conceal"; null when nothing else was asked for. In `38;5;8` and
 * `48;2;8;8;8` an 8 is a part of a colour.
 */
function withoutConceal(parameters: string): string | null {
  const given = parameters.split(';');
  const kept: string[] = [];
  for (let at = 0; at < given.length; at += 1) {
    const parameter = given[at] ?? '';
    const isColour = ['38', '48', '58'].includes(parameter.replace(/^0+(?=\d)/, ''));
    const colourParts = isColour ? ({ '5': 2, '2': 4 }[(given[at + 1] ?? '').replace(/^0+(?=\d)/, '')] ?? 0) : 0;
    if (colourParts > 0) {
      kept.push(...given.slice(at, at + 1 + colourParts));
      at += colourParts;
    } else if (Number.parseInt(parameter, 10) !== conceal) kept.push(parameter);
  }
  return kept.length === 0 ? null : kept.join(';');
}
