import { unprintableCharacter, type PresetFinding } from '@hyprbox/contracts';
import { characters } from '../source-faults.js';
import { finding } from './findings.js';

/** Each place says the same. */
const mostTold = 10;
const hidden = new RegExp(unprintableCharacter, 'gu');
/** What scripts are laid out by, and what is told as a mistake of its own. */
const known = new Set(['\n', '\t', '\r', '\0', '\uFEFF']);

/**
 * What whoever reads a source before it is published does not see, or sees in another order than bash reads it: they agree
 * to something else than what runs.
 */
export function hiddenCharacters(text: string): PresetFinding[] {
  const found: PresetFinding[] = [];
  for (const { 0: character, index } of text.matchAll(hidden)) {
    if (known.has(character)) continue;
    const before = text.slice(0, index);
    const [line, column] = [before.split('\n').length, characters(before.slice(before.lastIndexOf('\n') + 1)) + 1];
    const range = { line, column, endLine: line, endColumn: column + 1 };
    const message = `holds ${nameOf(character)}, which is not seen, or shows text as what it is not: write it as an escape`;
    found.push(finding(range, 'WARNING', 'HIDDEN', message));
    if (found.length === mostTold) break;
  }
  return found;
}

function nameOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
