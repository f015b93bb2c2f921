import { closeSync, constants, openSync, readdirSync } from 'node:fs';
import { isCode } from '../error-code.js';

const directoryOnly = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;
/** A job may make as many control groups as it likes; looking at them holds up the agent. */
const visitedMax = 10_000;

/**
 * A control group with all below it, those further down first. Each path is good until the next is asked for: it is relative
 * to an open directory, as a job can nest its groups deeper than any path is long.
 *
 * @throws when it is gone, or there are more of them than is looked at
 */
export function* groupsOf(path: string): Generator<string> {
  let here = openSync(path, directoryOnly);
  try {
    const levels = [{ name: '', below: namesIn(here) }];
    let visited = 0;
    for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
      const name = level.below.pop();
      if (name !== undefined) {
        const inner = openWithin(here, name);
        if (inner === null) continue;
        closeSync(here);
        here = inner;
        levels.push({ name, below: namesIn(here) });
        continue;
      }
      levels.pop();
      if (levels.length === 0) break;
      const outer = openSync(`${pathOf(here)}/..`, directoryOnly);
      closeSync(here);
      here = outer;
      visited += 1;
      if (visited > visitedMax) throw new Error(`it has more than ${visitedMax} groups below it`);
      yield `${pathOf(here)}/${level.name}`;
    }
  } finally {
    closeSync(here);
  }
  yield path;
}

function pathOf(descriptor: number): string {
  return `/proc/self/fd/${descriptor}`;
}

/** Null when it is gone meanwhile. */
function openWithin(directory: number, name: string): number | null {
  try {
    return openSync(`${pathOf(directory)}/${name}`, directoryOnly);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
}

function namesIn(directory: number): string[] {
  try {
    const entries = readdirSync(pathOf(directory), { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return [];
    throw error;
  }
}
