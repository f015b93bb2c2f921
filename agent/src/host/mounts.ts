import { shownBytes } from './shown-bytes.js';

/** One line of /proc/self/mountinfo (proc_pid_mountinfo(5)). */
export interface Mount {
  /** As /proc/<pid>/fdinfo/<fd> names it. */
  id: number;
  /** `major:minor`, the same for every mount of one filesystem. */
  device: string;
  /** The directory of the filesystem that is mounted; not `/` for a bind mount. */
  root: string;
  /** The path as people read it. */
  mount: string;
  /** The path as the kernel has it, which need not be UTF-8. */
  path: Buffer;
  fsType: string;
  source: string;
  /** Of the filesystem itself; that only this mount, or the agent's view of it, may not be written does not count. */
  isReadOnly: boolean;
}

/** Of other machines: their space is shared, and asking may wait for them. */
const sharedTypes = new Set(['nfs', 'nfs4', 'cifs', 'smb3', 'ceph', 'glusterfs', 'afs', 'lustre']);
/** Of the machine that this one runs on. */
const hypervisorTypes = new Set(['9p', 'virtiofs']);
const readOnlyImages = new Set(['squashfs', 'iso9660', 'udf', 'erofs', 'cramfs']);
/** Directories in which runtimes mount what the host's own filesystems already show. */
const runtimeTrees = [
  '/var/lib/docker/',
  '/var/lib/containers/',
  '/var/lib/kubelet/',
  '/snap/',
  '/proc/',
  '/sys/',
  '/dev/',
  '/run/',
];

/** Whether asking it may wait for another machine. */
export function isNetworkMount(mount: Mount): boolean {
  return isShared(mount) || hypervisorTypes.has(mount.fsType);
}

/** @param text a byte a character */
export function parseMounts(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [before, after] = line.split(' - ');
    const fields = before?.split(' ') ?? [];
    const [fsType, source, options = ''] = after?.split(' ') ?? [];
    const [id, , device, root, mount] = fields;
    if (device === undefined || root === undefined || mount === undefined) return [];
    if (fsType === undefined || source === undefined) return [];
    const path = unescape(mount);
    return [
      {
        id: Number(id),
        device,
        root: shownBytes(unescape(root)),
        mount: shownBytes(path),
        path,
        fsType: shownBytes(unescape(fsType)),
        source: shownBytes(unescape(source)),
        isReadOnly: readOnlyImages.has(fsType) || options.split(',').includes('ro'),
      },
    ];
  });
}

/** Whether it says how full the host is: what can't be written is full for ever, and what others share is theirs. */
export function isHostsOwn(mount: Mount): boolean {
  return !mount.isReadOnly && (mount.mount === '/' || !isShared(mount));
}

function isShared(mount: Mount): boolean {
  return sharedTypes.has(mount.fsType) || mount.fsType.startsWith('fuse.');
}

/** The mounts that hold data: each filesystem once, the root first, at most so many. */
export function realFilesystems(mounts: readonly Mount[], most: number): Mount[] {
  // What is mounted last hides what was mounted before at the same place.
  const visible = new Map(mounts.map((mount) => [mount.path.toString('latin1'), mount]));
  const byDevice = new Map<string, Mount>();
  for (const mount of [...visible.values()].filter(hasData).sort(preferred)) {
    if (!byDevice.has(mount.device)) byDevice.set(mount.device, mount);
  }
  return [...byDevice.values()].sort((a, b) => compare(a.mount, b.mount)).slice(0, most);
}

function hasData(mount: Mount): boolean {
  if (mount.mount === '/') return mount.fsType !== 'rootfs';
  if (readOnlyImages.has(mount.fsType) || runtimeTrees.some((tree) => mount.mount.startsWith(tree))) return false;
  // A container's /etc/hosts and its like are single files bound from the host.
  if (mount.root !== '/' && mount.mount.startsWith('/etc/')) return false;
  return mount.source.startsWith('/dev/') || mount.fsType === 'zfs' || isNetworkMount(mount);
}

/** `/`, then whole filesystems, then the shorter path. */
function preferred(a: Mount, b: Mount): number {
  const rank = (mount: Mount): number => (mount.mount === '/' ? 0 : mount.root === '/' ? 1 : 2);
  return rank(a) - rank(b) || a.mount.length - b.mount.length || compare(a.mount, b.mount);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The kernel writes blanks and backslashes as three octal digits. */
function unescape(text: string): Buffer {
  const bytes = text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
  return Buffer.from(bytes, 'latin1');
}
