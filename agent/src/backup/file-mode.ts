import type { SnapshotEntryType } from '@hyprbox/contracts';

/** Bits of Go's os.FileMode, which restic stores, that lie elsewhere in a Unix mode. */
const goBits = { setuid: 1 << 23, setgid: 1 << 22, sticky: 1 << 20, characterDevice: 1 << 21 };
const permissionBits = 0o777;

/** The twelve lower bits of a Unix mode, as chmod takes them. */
export function unixMode(goMode: number): number {
  return (
    (goMode & permissionBits) |
    (goMode & goBits.setuid ? 0o4000 : 0) |
    (goMode & goBits.setgid ? 0o2000 : 0) |
    (goMode & goBits.sticky ? 0o1000 : 0)
  );
}

const typeLetters: Readonly<Record<string, string>> = {
  dir: 'd',
  symlink: 'l',
  fifo: 'p',
  socket: 's',
  dev: 'b',
  chardev: 'c',
};

/** As `ls -l` prints it, such as `-rwsr-xr-x`; `type` is restic's word. */
export function listedMode(type: string, goMode: number): string {
  const mode = unixMode(goMode);
  const triple = (shift: number, special: boolean, letter: string): string => {
    const bits = (mode >> shift) & 7;
    const execute = bits & 1 ? (special ? letter : 'x') : special ? letter.toUpperCase() : '-';
    return `${bits & 4 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${execute}`;
  };
  const owner = triple(6, (mode & 0o4000) !== 0, 's');
  const group = triple(3, (mode & 0o2000) !== 0, 's');
  const others = triple(0, (mode & 0o1000) !== 0, 't');
  return `${typeLetters[type] ?? '-'}${owner}${group}${others}`;
}

export function entryType(type: string): SnapshotEntryType {
  return type === 'file' || type === 'dir' || type === 'symlink' ? type : 'other';
}
