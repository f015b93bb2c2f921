import type { DrillEvidence } from '@hyprbox/contracts';

/**
 * `sha256  path` lines, as GNU sha256sum prints them and `sha256sum -c` reads them: a name with a backslash or a line
 * break is escaped, and its line begins with a backslash.
 */
export function manifestOf(files: DrillEvidence['files']): string {
  return files
    .map(({ sha256, path }) => {
      const escaped = path.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
      return `${escaped === path ? '' : '\\'}${sha256}  ${escaped}\n`;
    })
    .join('');
}
