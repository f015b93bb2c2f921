import type { FrontMatter } from './front-matter.js';
import type { FunctionFile } from './function-file.js';
import type { FunctionLibrary } from './function-library.js';
import { readFunctionNames } from './function-names.js';

type Fail = (fault: string) => never;

/**
 * The functions that a preset lists as `uses`, in that order. The list is flat: what they need stands in it too, so that
 * a reader of the preset sees all that is put in front of it.
 */
export function usedFunctions(matter: FrontMatter, library: FunctionLibrary, fail: Fail): FunctionFile[] {
  const listed = readFunctionNames(matter, 'uses', fail);
  const names = new Set(listed.map(({ name }) => name));
  const functions = listed.map(({ name, line }) => {
    const found = library.get(name);
    if (!found) return fail(`line ${line}: "uses": there is no function "${name}"; ${known(library)}`);
    const missing = found.needs.find((need) => !names.has(need.name));
    if (missing) return fail(`line ${line}: "uses": "${name}" needs "${missing.name}", which is not listed`);
    return found;
  });
  if (functions.length > 0) requireStrictness(matter, fail);
  return functions;
}

function known(library: FunctionLibrary): string {
  return library.size === 0 ? 'there are none' : `there are ${[...library.keys()].toSorted().join(', ')}`;
}

/** The functions are written for a shell that ends at the first command that fails. */
function requireStrictness({ body, bodyLine }: FrontMatter, fail: Fail): void {
  const lines = body.split('\n');
  const first = lines.findIndex((line) => line.trim() !== '' && !line.startsWith('#'));
  if (/^set -E?euo pipefail$/.test(lines[first] ?? '')) return;
  fail(
    `line ${bodyLine + Math.max(first, 0)}: a preset with "uses" must begin with "set -euo pipefail" or ` +
      '"set -Eeuo pipefail": the functions count on it',
  );
}
