import { unprintableInPiece } from '@hyprbox/contracts';
import { readableSgr } from './sgr';

/** Longest SGR sequence that is let through; a longer one is no colour but an attempt at something. */
const sgrMaxLength = 64;

/** Anything that is not plain text, tab, line feed or carriage return; see `EscapeFilter`. */
const special = new RegExp(String.raw`(?![\t\n\r])${unprintableInPiece}`, 'u');
const anySpecial = new RegExp(special, 'gu');

/** What the filter is inside of; a sequence may be cut anywhere between two pieces of text. */
type State =
  | 'text'
  | 'escape'
  | 'escape-intermediate'
  | 'control-sequence'
  | 'control-string'
  | 'control-string-escape';

/**
 * Lets through what a log may hold: text, tab, line feed, carriage return and colours. A script's output is written by
 * anybody, so every other control function (ECMA-48, and xterm's own) is taken out: cursor movement, titles, the
 * clipboard, links, device queries, mode switches, hidden text. Bidirectional controls and
 * what else is not seen, which can make a line read differently from what it is, become visible as U+FFFD.
 *
 * A sequence that is not finished ends at the next line at the latest, so that none can swallow what follows.
 */
export class EscapeFilter {
  private state: State = 'text';
  private parameters = '';

  /** The printable part of the next piece of one stream's text. */
  push(text: string): string {
    let printable = '';
    for (let index = 0; index < text.length; index += 1) {
      if (this.state === 'text') {
        // Plain text goes through as a whole: there may be megabytes of it.
        const plain = plainLength(text, index);
        printable += text.slice(index, index + plain);
        index += plain;
      }
      const character = characterAt(text, index);
      if (character === '') break;
      printable += this.step(character);
      // Some that are not seen are two units of UTF-16.
      index += character.length - 1;
    }
    return printable;
  }

  private step(character: string): string {
    const code = character.charCodeAt(0);
    if (code < 0x20 && code !== 0x1b) return this.control(character, code);
    switch (this.state) {
      case 'text':
        return this.text(character, code);
      case 'escape':
        return this.escape(character, code);
      case 'escape-intermediate':
        return code >= 0x20 && code <= 0x2f ? '' : this.escapeEnd(character, code);
      case 'control-sequence':
        return this.controlSequence(character, code);
      case 'control-string':
        if (code === 0x1b) return this.enter('control-string-escape');
        return code === 0x9c ? this.enter('text') : '';
      case 'control-string-escape':
        // ESC \ ends the string; ESC and anything else ends it and begins anew.
        return code === 0x5c ? this.enter('text') : this.escape(character, code);
    }
  }

  /** C0. Within a sequence, tab and carriage return are ignored; the rest ends it. */
  private control(character: string, code: number): string {
    switch (code) {
      case 0x0a:
        return this.enter('text', character);
      case 0x09:
      case 0x0d:
        return this.state === 'text' ? character : '';
      case 0x07: // BEL also ends xterm's control strings.
      case 0x18: // CAN
      case 0x1a: // SUB
        return this.enter('text');
      default:
        return '';
    }
  }

  private text(character: string, code: number): string {
    if (code === 0x1b) return this.enter('escape');
    if (code === 0x7f) return '';
    if (code >= 0x80 && code <= 0x9f) return this.introduce(code - 0x40);
    return special.test(character) ? '\ufffd' : character;
  }

  private escape(character: string, code: number): string {
    if (code >= 0x20 && code <= 0x2f) return this.enter('escape-intermediate');
    return code >= 0x30 && code <= 0x7e ? this.introduce(code) : this.escapeEnd(character, code);
  }

  /** The final character belongs to the sequence; what no sequence holds is text. */
  private escapeEnd(character: string, code: number): string {
    this.enter('text');
    return code >= 0x30 && code <= 0x7e ? '' : this.text(character, code);
  }

  /** The second character of an escape sequence, which C1 controls stand for in one. */
  private introduce(code: number): string {
    switch (code) {
      case 0x5b: // CSI
        return this.enter('control-sequence');
      case 0x50: // DCS
      case 0x58: // SOS
      case 0x5d: // OSC
      case 0x5e: // PM
      case 0x5f: // APC
        return this.enter('control-string');
      default:
        return this.enter('text');
    }
  }

  private controlSequence(character: string, code: number): string {
    if (code === 0x1b || code > 0x7e) return this.escapeEnd(character, code);
    if (code < 0x40) {
      if (this.parameters.length <= sgrMaxLength) this.parameters += character;
      return '';
    }
    const parameters = this.parameters;
    if (character !== 'm' || parameters.length > sgrMaxLength) return this.enter('text');
    const readable = readableSgr(parameters);
    return this.enter('text', readable === null ? '' : `\x1b[${readable}m`);
  }

  private enter(state: State, printed = ''): string {
    this.state = state;
    this.parameters = '';
    return printed;
  }
}

function characterAt(text: string, index: number): string {
  const code = text.codePointAt(index);
  return code === undefined ? '' : String.fromCodePoint(code);
}

/** How many characters from an index on are plain text. */
function plainLength(text: string, index: number): number {
  anySpecial.lastIndex = index;
  return (anySpecial.exec(text)?.index ?? text.length) - index;
}
