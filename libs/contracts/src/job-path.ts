/** Where a script finds its programs unless HYPRBOX_JOB_PATH says otherwise, whatever its starter was started with. */
export const jobPathDefault = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** @throws Error for a directory that is relative: it would be the script's own to fill. */
export function jobPathOf(setting: string | undefined): string {
  const path = setting?.trim() || jobPathDefault;
  if (!path.split(':').every((directory) => directory.startsWith('/'))) {
    throw new Error('must be absolute directories, separated by colons');
  }
  return path;
}
