import type { PresetVersionSummary } from '@hyprbox/contracts';

/** What can be compared: a version or the draft. */
export interface DiffSide {
  /** As the address names it. */
  readonly id: string;
  readonly label: string;
  /** What is known of it, in short. */
  readonly words: string;
}

export const draftSide: DiffSide = { id: 'draft', label: 'Draft', words: 'Not published' };

/** Newest first, the draft before all. @param versions newest first */
export function sidesOf(versions: readonly PresetVersionSummary[], hasDraft: boolean): readonly DiffSide[] {
  const sides = versions.map(({ version, isCurrent, message, authorName, publishedByName }): DiffSide => ({
    id: String(version),
    label: isCurrent ? `Version ${version}, current` : `Version ${version}`,
    words: [message, authorName ?? publishedByName ?? ''].filter(Boolean).join(' · '),
  }));
  return hasDraft ? [draftSide, ...sides] : sides;
}

/** What the newest side changed; of one side alone there is nothing to compare. */
export function usualSides([to, from]: readonly DiffSide[]): { from: string; to: string } | null {
  return to === undefined ? null : { from: (from ?? to).id, to: to.id };
}
