import type { Client } from '@hyprbox/api-client';
import type { Preset, PresetSource } from '@hyprbox/contracts';

/** Of a preset from git: the commit of its current version, and where it comes from now. */
export interface GitOrigin {
  commit: string | null;
  source: PresetSource | null;
}

export async function gitOrigin(client: Client, preset: Preset): Promise<GitOrigin | null> {
  const { name, version, origin } = preset;
  if (origin !== 'GIT' || version === 0) return null;
  const { commit } = await client.presets.versions.get(name, String(version));
  return { commit, source: await sourceOf(client, preset) };
}

/** Null where the source is gone. */
export async function sourceOf(client: Client, { origin, sourceId }: Preset): Promise<PresetSource | null> {
  return origin === 'GIT' && sourceId ? client.presetSources.get(sourceId) : null;
}

/** `https://git.example.com/ops/presets.git, branch main, directory linux` */
export function addressText({ url, branch, path }: PresetSource): string {
  return `${url}, branch ${branch}${path === '' ? '' : `, directory ${path}`}`;
}
