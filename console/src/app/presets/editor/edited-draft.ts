import { computed, inject, Injectable, signal } from '@angular/core';
import type { Preset, PresetDraft, StaleBase } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { PresetsApi } from '../../core/api/presets.api';
import { Submission } from '../../shared/form/submission';
import type { OpenedPreset } from './opened-preset';
import { staleDraftOf } from './stale-draft';
import { UnsavedTexts } from './unsaved-text';

/** What a draft is saved against: somebody else's work since is not overwritten. */
export interface DraftBase {
  readonly basedOn: number;
  readonly revision: number;
}

/** What stands in the editor, what of it the server has, and the way there. */
@Injectable()
export class EditedDraft {
  private readonly api = inject(PresetsApi);
  private readonly unsaved = inject(UnsavedTexts);
  private name = '';
  /** Of what the server has, as far as it is known here; what is typed may have been begun from something older. */
  private knownBase: DraftBase = { basedOn: 0, revision: 0 };
  private readonly base = signal<DraftBase>(this.knownBase);
  private readonly typed = signal('');
  private readonly known = signal('');
  private readonly saved = signal<PresetDraft | null>(null);
  private readonly broughtBack = signal(false);
  private readonly keptHere = signal(true);

  /** What it is saved against the next time. */
  readonly upon = this.base.asReadonly();
  readonly text = this.typed.asReadonly();
  /** What the server has of it: the draft, or else the current version. */
  readonly serverText = this.known.asReadonly();
  /** As it was saved last; null while there is none. */
  readonly draft = this.saved.asReadonly();
  readonly isDirty = computed(() => this.typed() !== this.known());
  /** Whether what stands there was not saved the last time, and came from the browser's storage. */
  readonly isBroughtBack = computed(() => this.broughtBack() && this.isDirty());
  /** Whether what is not saved would outlive a reload. */
  readonly isKept = this.keptHere.asReadonly();
  readonly saving = new Submission();

  open({ name, preset, draft }: OpenedPreset): void {
    this.name = name;
    this.accept(draft, preset);
    const unsaved = this.unsaved.find(name);
    if (unsaved === null) return;
    if (unsaved.text === this.known()) {
      this.unsaved.discard(name);
      return;
    }
    // What was typed then was typed upon what was there then.
    this.base.set({ basedOn: unsaved.basedOn, revision: unsaved.revision });
    this.typed.set(unsaved.text);
    this.broughtBack.set(true);
  }

  type(text: string): void {
    this.typed.set(text);
    if (this.isDirty()) this.keptHere.set(this.unsaved.keep(this.name, { text, ...this.base() }));
    else this.unsaved.discard(this.name);
  }

  /** @returns what somebody else did meanwhile, where that is why it was not saved */
  async save(): Promise<StaleBase | null> {
    const source = this.typed();
    let stale: StaleBase | null = null;
    await this.saving.send(async () => {
      try {
        this.takeSaved(await firstValueFrom(this.api.draft.save(this.name, { source, ...this.base() })), source);
      } catch (error) {
        stale = staleDraftOf(error);
        if (stale === null) throw error;
      }
    });
    return stale;
  }

  /** The next time it is saved upon what others have done: it takes the place of that. */
  rebase({ currentVersion, currentRevision }: StaleBase): void {
    this.base.set({ basedOn: currentVersion, revision: currentRevision });
    this.type(this.typed());
  }

  /** What others have done, in the place of what stands here. */
  async readTheirs({ currentRevision }: StaleBase): Promise<void> {
    await this.saving.send(async () => {
      const draft = currentRevision > 0 ? await firstValueFrom(this.api.draft.get(this.name)) : null;
      this.accept(draft, draft === null ? await firstValueFrom(this.api.get(this.name)) : null);
      this.unsaved.discard(this.name);
    });
  }

  /** Back to what the server has. */
  dropTyped(): void {
    this.base.set(this.knownBase);
    this.typed.set(this.known());
    this.unsaved.discard(this.name);
  }

  /** @returns whether the draft is gone; what stood in it is the current version, if there is one */
  async discard(preset: Preset): Promise<boolean> {
    return this.saving.send(async () => {
      if (this.saved() !== null) await firstValueFrom(this.api.draft.discard(this.name));
      this.unsaved.discard(this.name);
      this.accept(null, preset);
    });
  }

  private accept(draft: PresetDraft | null, preset: Preset | null): void {
    const source = draft?.source ?? preset?.template ?? '';
    this.knownBase = { basedOn: draft?.basedOn ?? preset?.version ?? 0, revision: draft?.revision ?? 0 };
    this.base.set(this.knownBase);
    this.saved.set(draft);
    this.known.set(source);
    this.typed.set(source);
  }

  /** More may have been typed meanwhile. */
  private takeSaved(draft: PresetDraft, source: string): void {
    this.knownBase = { basedOn: draft.basedOn, revision: draft.revision };
    this.base.set(this.knownBase);
    this.saved.set(draft);
    this.known.set(source);
    this.broughtBack.set(false);
    this.type(this.typed());
  }
}
