import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { map } from 'rxjs';
import { PresetsApi } from '../../core/api/presets.api';
import { KnownValue } from '../../core/live/known-value';
import { pollWhileVisible } from '../../core/live/poll';
import type { DraftBase } from './edited-draft';
import type { OpenedPreset } from './opened-preset';
import { readOpened } from './opened-preset';

/** Seconds between two looks at what others do with the preset. */
const lookSeconds = 60;

interface News {
  readonly words: string;
  /** The versions to compare; null where there is none yet. */
  readonly changes: { readonly from: number; readonly to: number | 'draft' } | null;
}

/** That somebody has published, saved or discarded the draft since it was opened: before saving is refused because of that. */
@Component({
  selector: 'hb-meanwhile-note',
  imports: [RouterLink],
  template: `
    @if (news(); as news) {
      <p role="status">
        {{ news.words }}
        @if (news.changes; as changes) {
          <a [routerLink]="['/dashboard/presets', opened().name, 'diff']" [queryParams]="changes"
            >Show what it changes</a
          >
        }
      </p>
    }
  `,
  styles: `
    p {
      color: var(--hb-warning-text);
      overflow-wrap: anywhere;
    }
    a {
      margin-inline-start: 8px;
      text-decoration: underline;
    }
  `,
})
export class MeanwhileNote {
  private readonly api = inject(PresetsApi);
  private readonly seen = new KnownValue<{ readonly upon: DraftBase; readonly now: OpenedPreset }>();

  readonly opened = input.required<OpenedPreset>();
  /** What the draft is saved against the next time. */
  readonly upon = input.required<DraftBase>();

  protected readonly news = computed<News | null>(() => {
    const seen = this.seen.value();
    // What was asked before something was saved here tells of that as of somebody else's.
    return seen === null || seen.upon !== this.upon() ? null : newsOf(this.opened(), this.upon(), seen.now);
  });

  constructor() {
    pollWhileVisible(lookSeconds, () => this.look());
  }

  private look(): void {
    const upon = this.upon();
    this.seen.read(readOpened(this.api, this.opened().name).pipe(map((now) => ({ upon, now }))));
  }
}

function newsOf(opened: OpenedPreset, upon: DraftBase, { preset, draft }: OpenedPreset): News | null {
  // A draft may be upon an older version than was current when it was opened.
  const known = Math.max(opened.preset.version, upon.basedOn);
  if (preset.version > known) {
    return {
      words: `Version ${preset.version} was published${by(preset.publishedByName)} meanwhile.`,
      changes: known > 0 ? { from: known, to: preset.version } : null,
    };
  }
  if (draft === null)
    return upon.revision === 0 ? null : { words: 'The draft was discarded meanwhile.', changes: null };
  if (draft.revision === upon.revision) return null;
  return {
    words: `The draft was saved${by(draft.authorName)} meanwhile.`,
    changes: preset.version > 0 ? { from: preset.version, to: 'draft' } : null,
  };
}

function by(name: string | null | undefined): string {
  return name ? ` by ${name}` : '';
}
