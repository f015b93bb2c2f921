import { Component, computed, effect, inject, input, untracked } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { Preset } from '@hyprbox/contracts';
import { PresetsApi } from '../../core/api/presets.api';
import { showHeading } from '../../core/heading/page-heading';
import { pollSeconds } from '../../core/live/contact';
import { KnownValue } from '../../core/live/known-value';
import { pollWhileVisible } from '../../core/live/poll';
import { FailureState } from '../../shared/page-state/failure-state';
import { PresetActions } from './preset-actions';
import { PresetFacts } from './preset-facts';
import { PresetNotes } from './preset-notes';
import type { ShownSource } from './preset-source';
import { PresetSource } from './preset-source';
import { PresetUsesCard } from './preset-uses-card';
import { PresetVariables } from './preset-variables';
import { PresetVersions } from './preset-versions';

/** One preset: what it does and asks for, its source, its versions, and what uses it. */
@Component({
  selector: 'hb-preset-page',
  imports: [
    FailureState,
    MatButton,
    PresetActions,
    PresetFacts,
    PresetNotes,
    PresetSource,
    PresetUsesCard,
    PresetVariables,
    PresetVersions,
    RouterLink,
  ],
  templateUrl: './preset-page.html',
  styleUrl: './preset-page.scss',
})
export class PresetPage {
  private readonly api = inject(PresetsApi);

  /** From the address: the name, and a version to read instead of the current one. */
  readonly preset = input.required<string>();
  readonly version = input<string>();

  protected readonly known = new KnownValue<Preset>();
  protected readonly shown = this.known.value;
  protected readonly isBuiltIn = computed(() => this.shown()?.origin === 'BUILTIN');
  /** A version other than the current one. */
  protected readonly older = rxResource({
    params: () => {
      const version = this.version();
      return version === undefined ? undefined : { name: this.preset(), version };
    },
    stream: ({ params }) => this.api.versions.get(params.name, params.version),
  });
  protected readonly source = computed<ShownSource | null>(() => {
    const preset = this.shown();
    if (preset === null) return null;
    if (this.version() !== undefined) return this.older.hasValue() ? this.older.value() : null;
    if (preset.version === 0) return null;
    const { name, version, template, functions = [] } = preset;
    return { name, version, template, functions, isCurrent: true };
  });

  constructor() {
    showHeading(() => ({
      title: this.shown()?.title || this.preset(),
      trail: [{ label: 'Presets', link: '/dashboard/presets' }],
    }));
    effect(() => {
      this.preset();
      untracked(() => {
        this.known.forget();
        this.read();
      });
    });
    pollWhileVisible(pollSeconds, () => this.read());
  }

  protected read(): void {
    this.known.read(this.api.get(this.preset()));
  }
}
