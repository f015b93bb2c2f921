import { readFile, realpath } from 'node:fs/promises';

/** Whether the file system that a path lies on takes no writes where this process has it mounted. */
export async function isOnReadOnlyMount(path: string): Promise<boolean> {
  try {
    return isReadOnlyIn(await readFile('/proc/self/mountinfo', 'utf8'), await realpath(path));
  } catch {
    // What cannot be told of is taken for writable.
    return false;
  }
}

/** @param mounts as proc_pid_mountinfo(5) has them: of those at one place, the last one is on top */
export function isReadOnlyIn(mounts: string, path: string): boolean {
  let deepest = { length: 0, isReadOnly: false };
  for (const line of mounts.split('\n')) {
    const [, , , , escaped, options] = line.split(' ');
    if (escaped === undefined || options === undefined) continue;
    // A blank, a tab, a line feed and a backslash stand as octal numbers.
    const point = escaped.replace(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 8)));
    const isAbove = point === '/' || path === point || path.startsWith(`${point}/`);
    if (!isAbove || point.length < deepest.length) continue;
    const [, ofFileSystem = ''] = line.split(' - ');
    const superOptions = ofFileSystem.split(' ')[2] ?? '';
    const isReadOnly = [options, superOptions].some((each) => each.split(',').includes('ro'));
    deepest = { length: point.length, isReadOnly };
  }
  return deepest.isReadOnly;
}
