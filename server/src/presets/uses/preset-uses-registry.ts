import { Injectable } from '@nestjs/common';
import type { PresetUseKind } from '@hyprbox/contracts';

/** Where something names a preset. */
export interface UsePlace {
  /** JSON Pointer of the preset's name. */
  pointer: string;
  preset: string;
  /** JSON Pointer of what holds the values as its `variables`; empty for the thing itself. Left out where none are given. */
  values?: { in: string; given: Readonly<Record<string, unknown>> };
  /** The version that alone will do. */
  version?: { pointer: string; number: number };
}

/** Something that names presets, in one place or several. */
export interface FoundUse {
  id: string;
  name: string;
  places: UsePlace[];
}

/** At most so many of those that name any of the presets, by name, with the places where they do. */
export type UseFinder = (presets: readonly string[], count: number) => Promise<FoundUse[]>;

/** What can name a preset: presets know nothing of it, so the modules that keep such things register themselves. */
@Injectable()
export class PresetUsesRegistry {
  private readonly registered = new Map<PresetUseKind, UseFinder>();

  add(kind: PresetUseKind, finder: UseFinder): void {
    this.registered.set(kind, finder);
  }

  async find(kind: PresetUseKind, presets: readonly string[], count: number): Promise<FoundUse[]> {
    const finder = this.registered.get(kind);
    if (!finder) throw new Error(`No module tells what of the kind ${kind} names a preset.`);
    return finder(presets, count);
  }
}
