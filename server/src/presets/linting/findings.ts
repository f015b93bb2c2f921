import { authoringLimits, findingLevels, type FindingLevel, type PresetFinding } from '@hyprbox/contracts';
import type { SourceRange } from '../source-faults.js';
import { lintingLimits } from './linting-limits.js';

export function finding(
  { line, column, endLine, endColumn }: SourceRange,
  level: FindingLevel,
  code: string,
  message: string,
): PresetFinding {
  // Programs repeat what they read.
  const printable = message.toWellFormed().replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\uFFFD');
  return { line, column, endLine, endColumn, level, code, message: shortened(printable) };
}

/** In the order of the source; where there are too many, the least grave ones are left out. */
export function inOrder(findings: readonly PresetFinding[]): PresetFinding[] {
  const grave = findings.toSorted((a, b) => findingLevels.indexOf(a.level) - findingLevels.indexOf(b.level));
  return grave.slice(0, authoringLimits.findings).toSorted((a, b) => a.line - b.line || a.column - b.column);
}

function shortened(message: string): string {
  const most = lintingLimits.messageCharacters;
  return message.length <= most ? message : `${message.slice(0, most - 1).toWellFormed()}…`;
}
