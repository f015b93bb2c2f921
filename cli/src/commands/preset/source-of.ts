import type { Client } from '@hyprbox/api-client';
import type { PresetReference } from './preset-name.js';

/** The text of a version, or of the draft, and the number that it has or is based on. */
export async function sourceOf(
  client: Client,
  { name, version }: PresetReference,
): Promise<{ source: string; version: number }> {
  if (version === 'draft') {
    const draft = await client.presets.draft.get(name);
    return { source: draft.source, version: draft.basedOn };
  }
  const found = await (version === undefined ? client.presets.get(name) : client.presets.versions.get(name, version));
  return { source: found.template, version: found.version };
}
