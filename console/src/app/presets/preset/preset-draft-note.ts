import { Component, computed, inject, input } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { RouterLink } from '@angular/router';
import type { Preset } from '@hyprbox/contracts';
import { PresetsApi } from '../../core/api/presets.api';
import { Session } from '../../core/session/session';
import { RelativeTime } from '../../shared/time/relative-time';
import { readOnlyWords } from '../preset-words';

/** That a draft is there, of whom, and whether the version that it was begun from is still the current one. */
@Component({
  selector: 'hb-preset-draft-note',
  imports: [RelativeTime, RouterLink],
  template: `
    <p>
      @if (draft(); as draft) {
        There is a draft{{ draft.authorName === null ? '' : ' by ' + draft.authorName }}, saved
        <hb-relative-time [at]="draft.updatedAt" />.
        @if (isStale()) {
          <span class="stale"
            >It was begun from version {{ draft.basedOn }}, and version {{ preset().version }} is current.</span
          >
        }
      } @else {
        There is a draft.
      }
      @if (isLeft()) {
        It can only be read and discarded.
      }
      @if (mayWrite) {
        <a [routerLink]="['/dashboard/presets', preset().name, 'edit']">{{ isLeft() ? 'Read it' : 'Go on writing' }}</a>
        @if (preset().version > 0) {
          <a
            [routerLink]="['/dashboard/presets', preset().name, 'diff']"
            [queryParams]="{ from: preset().version, to: 'draft' }"
            >See what it changes</a
          >
        }
      }
    </p>
  `,
  styles: `
    :host {
      display: block;
    }
    a {
      margin-inline-start: 8px;
      text-decoration: underline;
    }
    .stale {
      color: var(--hb-warning-text);
    }
  `,
})
export class PresetDraftNote {
  private readonly api = inject(PresetsApi);

  readonly preset = input.required<Preset>();

  protected readonly mayWrite = inject(Session).can('preset.write');
  private readonly resource = rxResource({
    params: () => (this.mayWrite ? this.preset().name : undefined),
    stream: ({ params }) => this.api.draft.get(params),
  });
  /** What cannot be read of it costs only the details. */
  protected readonly draft = computed(() => (this.resource.hasValue() ? this.resource.value() : null));
  /** The name belongs to git or a file by now. */
  protected readonly isLeft = computed(() => readOnlyWords(this.preset()) !== null);
  protected readonly isStale = computed(() => (this.draft()?.basedOn ?? 0) !== this.preset().version);
}
