/** One line of /proc/self/mountinfo (proc_pid_mountinfo(5)). */
export interface Mount {
  /** `major:minor`, the same for every mount of one filesystem. */
  device: string;
  /** The directory of the filesystem that is mounted; not `/` for a bind mount. */
  root: string;
  mount: string;
  fsType: string;
  source: string;
}

const networkTypes = new Set(['nfs', 'nfs4', 'cifs', 'smb3', 'ceph', 'glusterfs', '9p', 'virtiofs', 'afs', 'lustre']);
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
  return networkTypes.has(mount.fsType) || mount.fsType.startsWith('fuse.');
}

export function parseMounts(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [before, after] = line.split(' - ');
    const fields = before?.split(' ') ?? [];
    const [fsType, source] = after?.split(' ') ?? [];
    const [, , device, root, mount] = fields;
    if (device === undefined || root === undefined || mount === undefined) return [];
    if (fsType === undefined || source === undefined) return [];
    return [{ device, root: unescape(root), mount: unescape(mount), fsType, source: unescape(source) }];
  });
}

/** The mounts that hold data: each filesystem once, the root first, at most so many. */
export function realFilesystems(mounts: readonly Mount[], most: number): Mount[] {
  // What is mounted last hides what was mounted before at the same place.
  const visible = new Map(mounts.map((mount) => [mount.mount, mount]));
  const byDevice = new Map<string, Mount>();
  for (const mount of [...visible.values()].filter(holdsData).sort(preferred)) {
    if (!byDevice.has(mount.device)) byDevice.set(mount.device, mount);
  }
  return [...byDevice.values()].sort((a, b) => compare(a.mount, b.mount)).slice(0, most);
}

function holdsData(mount: Mount): boolean {
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
function unescape(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}
