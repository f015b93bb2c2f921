import { ApiError } from '@hyprbox/api-client';
import type { Client } from '@hyprbox/api-client';
import type { Preset, PresetDraft } from '@hyprbox/contracts';

/** How a preset stands: null where there is none yet. */
export interface PresetState {
  preset: Preset | null;
  draft: PresetDraft | null;
}

export async function stateOf(client: Client, name: string): Promise<PresetState> {
  const [preset, draft] = await Promise.all([
    unlessMissing(client.presets.get(name)),
    unlessMissing(client.presets.draft.get(name)),
  ]);
  return { preset, draft };
}

/** What a draft is saved over. */
export interface DraftBase {
  basedOn: number;
  revision: number;
}

/**
 * Without a draft it is the current version. A draft of one's own is gone on with; that of somebody else is not to be
 * written over by chance, so it is taken as one that was not seen: the server refuses, and both changes are shown.
 */
export async function draftBase(client: Client, { preset, draft }: PresetState): Promise<DraftBase> {
  if (draft === null) return { basedOn: preset?.version ?? 0, revision: 0 };
  const { id } = await client.auth.me();
  return { basedOn: draft.basedOn, revision: draft.author === id ? draft.revision : 0 };
}

async function unlessMissing<Found>(answer: Promise<Found>): Promise<Found | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}
