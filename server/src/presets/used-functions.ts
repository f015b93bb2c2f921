import type { FrontMatter } from './front-matter.js';
import type { FunctionFile } from './function-file.js';
import type { FunctionLibrary } from './function-library.js';
import { readFunctionNames, type ReportUse } from './function-names.js';
import { wholeLine } from './source-faults.js';

/**
 * The functions that a preset lists as `uses`, in that order. The list is flat: what they need stands in it too, so that
 * a reader of the preset sees all that is put in front of it.
 */
export function usedFunctions(matter: FrontMatter, library: FunctionLibrary, report: ReportUse): FunctionFile[] {
  const listed = readFunctionNames(matter, 'uses', report);
  const names = new Set(listed.map(({ name }) => name));
  const functions = listed.flatMap(({ name, line, range }) => {
    const found = library.get(name);
    if (!found) {
      report(`line ${line}: "uses": there is no function "${name}"; ${known(library)}`, range);
      return [];
    }
    const missing = found.needs.find((need) => !names.has(need.name));
    if (missing) report(`line ${line}: "uses": "${name}" needs "${missing.name}", which is not listed`, range);
    return [found];
  });
  if (listed.length > 0) requireStrictness(matter, report);
  return functions;
}

function known(library: FunctionLibrary): string {
  return library.size === 0 ? 'there are none' : `there are ${[...library.keys()].toSorted().join(', ')}`;
}

/** The functions are written for a shell that ends at the first command that fails. */
function requireStrictness({ body, bodyLine }: FrontMatter, report: ReportUse): void {
  const lines = body.split('\n');
  const first = Math.max(
    0,
    lines.findIndex((line) => line.trim() !== '' && !line.startsWith('#')),
  );
  const text = lines[first] ?? '';
  if (/^set -E?euo pipefail$/.test(text)) return;
  report(
    `line ${bodyLine + first}: a preset with "uses" must begin with "set -euo pipefail" or ` +
      '"set -Eeuo pipefail": the functions count on it',
    wholeLine(bodyLine + first, text),
  );
}
