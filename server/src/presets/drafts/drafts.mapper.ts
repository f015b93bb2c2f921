import type { PresetDraft } from '@hyprbox/contracts';
import type { PresetDraftEntity } from '../records/preset-draft.entity.js';

export function toPresetDraft(draft: PresetDraftEntity): PresetDraft {
  const { preset: name, source, basedOn, revision, author, authorName, updatedAt } = draft;
  return { name, source, basedOn, revision, author, authorName, updatedAt: updatedAt.toISOString() };
}
