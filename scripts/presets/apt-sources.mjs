import { readFile } from 'node:fs/promises';
import { must } from './run.mjs';

/**
 * Where this host gets its distribution's packages from, as apt itself understands its sources.
 *
 * @returns {Promise<{ codename: string, mirror: string, lines: string[] }>} `lines` are those of a sources.list
 */
export async function hostAptSources() {
  const osRelease = await readFile('/etc/os-release', 'utf8');
  const codename = /^VERSION_CODENAME="?([a-z]+)"?$/m.exec(osRelease)?.[1];
  if (!codename) throw new Error('/etc/os-release names no VERSION_CODENAME: the release to test in is not known');

  const format = '$(REPO_URI)|$(RELEASE)|$(COMPONENT)';
  const targets = await must('apt-get', ['indextargets', '--format', format, 'Created-By: Packages']);
  const releases = new Map();
  for (const [uri, release, component] of targets.split('\n').map((line) => line.split('|'))) {
    // Others' repositories use names of their own, or components of their own.
    const ours = [codename, `${codename}-updates`, `${codename}-security`].includes(release);
    if (!ours || !['main', 'universe'].includes(component)) continue;
    const entry = releases.get(release) ?? { uri, components: new Set() };
    if (entry.uri === uri) entry.components.add(component);
    releases.set(release, entry);
  }
  const mirror = releases.get(codename)?.uri;
  if (!mirror) throw new Error(`apt's sources on this host do not offer ${codename}`);
  return {
    codename,
    mirror,
    lines: [...releases].map(([release, { uri, components }]) => `deb ${uri} ${release} ${[...components].join(' ')}`),
  };
}

/** The host's settings on how packages are fetched: proxies, certificates, checks of dates. */
export async function hostAptSettings() {
  const dump = await must('apt-config', ['dump']);
  const wanted = /^Acquire::(?:https?|ftp|Check-Valid-Until|Check-Date|Retries|ForceIPv4|ForceIPv6)\b.*"[^"]+";$/;
  const lines = dump.split('\n').filter((line) => wanted.test(line));
  const value = (name) => lines.find((line) => line.startsWith(`${name} `))?.split('"')[1];
  return {
    lines,
    proxy: value('Acquire::http::Proxy'),
    certificates: [value('Acquire::https::CaInfo')].filter((path) => path !== undefined),
  };
}
