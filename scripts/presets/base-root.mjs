import { cp, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hostAptSettings, hostAptSources } from './apt-sources.mjs';
import { inRoot } from './chroot.mjs';
import { must } from './run.mjs';

/** What every server has and a minimal root lacks. systemd is installed there and never runs. */
const packages = ['systemd', 'procps', 'iproute2', 'ca-certificates', 'openssl'];

/**
 * Makes the minimal root that each preset gets a copy of, or takes the one of an earlier run.
 *
 * @param {string} cacheDir
 * @param {(line: string) => void} log
 */
export async function baseRoot(cacheDir, log) {
  const { codename, mirror, lines } = await hostAptSources();
  const settings = await hostAptSettings();
  const root = join(cacheDir, `root-${codename}`);
  const archives = join(cacheDir, 'archives');
  await mkdir(join(archives, 'partial'), { recursive: true });

  if (!(await exists(root))) {
    log(`making a minimal ${codename} in ${root}`);
    const staged = `${root}.part`;
    await rm(staged, { recursive: true, force: true });
    const env = settings.proxy ? { ...process.env, http_proxy: settings.proxy } : process.env;
    const include = `--include=${packages.join(',')}`;
    await must('debootstrap', ['--variant=minbase', include, codename, staged, mirror], { env, timeoutSeconds: 900 });
    // Services must not start in there (see invoke-rc.d(8)).
    await writeFile(join(staged, 'usr/sbin/policy-rc.d'), '#!/bin/sh\nexit 101\n', { mode: 0o755 });
    // The root lives for minutes: dpkg need not force every file to the disk.
    await writeFile(join(staged, 'etc/dpkg/dpkg.cfg.d/unsafe-io'), 'force-unsafe-io\n');
    await rename(staged, root);
  }
  await writeFile(join(root, 'etc/apt/sources.list'), `${lines.join('\n')}\n`);
  await writeFile(join(root, 'etc/apt/apt.conf.d/90host'), `${settings.lines.join('\n')}\n`);
  for (const path of ['/etc/resolv.conf', '/etc/hosts', ...settings.certificates]) {
    await mkdir(join(root, dirname(path)), { recursive: true });
    await cp(path, join(root, path), { dereference: true });
  }
  log('refreshing its package lists');
  // A file that the server has not changed keeps its old time, by which presets would fetch it again: chmod renews it.
  const refresh = 'apt-get -qq update && chmod 644 /var/lib/apt/lists/*Release';
  const { exitCode, stderr } = await inRoot({ root, archives }, refresh);
  if (exitCode !== 0) throw new Error(`the package lists could not be fetched:\n${stderr}`);
  return { root, archives };
}

const exists = (path) =>
  stat(path).then(
    () => true,
    () => false,
  );
