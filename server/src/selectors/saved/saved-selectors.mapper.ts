import type { SavedSelector } from '@hyprbox/contracts';
import type { SavedSelectorEntity } from './saved-selector.entity.js';

export function toSavedSelector({ name, selector, updatedByName, updatedAt }: SavedSelectorEntity): SavedSelector {
  return { name, selector, updatedByName, updatedAt: updatedAt.toISOString() };
}
