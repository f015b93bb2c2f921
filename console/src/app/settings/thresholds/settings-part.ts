import type { Signal } from '@angular/core';
import { computed, effect, inject, signal, untracked } from '@angular/core';
import type { FormGroup } from '@angular/forms';
import type { Settings, SettingsChange } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { SettingsApi } from '../../core/api/settings.api';
import { Submission } from '../../shared/form/submission';

export interface SettingsPartOptions<Value, Form extends FormGroup> {
  /** As the server has it. Another answer with the same in it must be the same value, as it would end what is typed. */
  readonly stored: Signal<Value>;
  readonly formOf: (value: Value) => Form;
  readonly valueOf: (form: Form) => Value;
  readonly isSame: (one: Value, other: Value) => boolean;
  readonly changeTo: (value: Value) => SettingsChange;
  /** Gets the settings as the server has them after a change. */
  readonly saved: (settings: Settings) => void;
}

/** A part of the settings that is saved by itself: its form, what is not saved yet, and how saving goes. */
export class SettingsPart<Value, Form extends FormGroup> {
  private readonly api = inject(SettingsApi);

  readonly form = computed(() => this.options.formOf(this.options.stored()));
  readonly unsaved = signal(false);
  readonly submission = new Submission();
  readonly done = signal(false);

  /** In an injection context. */
  constructor(private readonly options: SettingsPartOptions<Value, Form>) {
    effect((onCleanup) => {
      const form = this.form();
      untracked(() => this.unsaved.set(false));
      const changes = form.valueChanges.subscribe(() => {
        this.done.set(false);
        this.submission.forget();
        this.unsaved.set(!options.isSame(options.valueOf(form), options.stored()));
      });
      onCleanup(() => changes.unsubscribe());
    });
  }

  async save(): Promise<void> {
    const { valueOf, changeTo, saved } = this.options;
    const form = this.form();
    await this.submission.submit(form, async () => {
      const settings = await firstValueFrom(this.api.update(changeTo(valueOf(form))));
      this.unsaved.set(false);
      this.done.set(true);
      saved(settings);
    });
  }
}
