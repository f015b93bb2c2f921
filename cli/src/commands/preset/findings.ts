import type { FindingLevel, PresetFinding } from '@hyprbox/contracts';
import { plural } from '../../output/figures.js';
import { neutralize } from '../../output/neutralize.js';
import type { Palette, Style } from '../../output/palette.js';

/** From worst to least. */
export const levels = ['ERROR', 'WARNING', 'INFO', 'STYLE'] as const satisfies readonly FindingLevel[];

const styles: Readonly<Record<FindingLevel, Style>> = { ERROR: 'red', WARNING: 'yellow', INFO: 'dim', STYLE: 'dim' };

/** `motd.sh:12:3: warning: Double quote to prevent globbing [SC2086]`: what editors and CI read, a line each. */
export function findingsText(file: string, findings: readonly PresetFinding[], paint: Palette): string {
  return findings
    .map(({ line, column, level, message, code }) => {
      const what = paint(styles[level], countedAs[level]);
      return `${neutralize(file)}:${line}:${column}: ${what}: ${neutralize(message)} [${neutralize(code)}]\n`;
    })
    .join('');
}

export function isAtLeast(level: FindingLevel, least: FindingLevel): boolean {
  return levels.indexOf(level) <= levels.indexOf(least);
}

/** `2 errors, 1 warning`; `nothing` */
export function findingsCount(findings: readonly PresetFinding[]): string {
  const counts = levels.flatMap((level) => {
    const count = findings.filter((finding) => finding.level === level).length;
    return count === 0 ? [] : [plural(count, countedAs[level])];
  });
  return counts.length === 0 ? 'nothing' : counts.join(', ');
}

const countedAs: Readonly<Record<FindingLevel, string>> = {
  ERROR: 'error',
  WARNING: 'warning',
  INFO: 'note',
  STYLE: 'style',
};
