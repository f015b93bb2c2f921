import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { PresetSourceChange } from '@hyprbox/contracts';
import { RelativeTime } from '../../shared/time/relative-time';

interface Group {
  what: string;
  presets: readonly { name: string; version: number | null }[];
  /** Those that are not named. */
  more: number;
}

/** Which presets a source changed last, each with the way to its page. */
@Component({
  selector: 'hb-source-change',
  imports: [RelativeTime, RouterLink],
  template: `
    <h3>Last change <hb-relative-time class="quiet" [at]="change().at" /></h3>
    <ul>
      @for (group of groups(); track group.what) {
        <li>
          <span class="quiet">{{ group.what }}:</span>
          @for (preset of group.presets; track preset.name; let last = $last) {
            <a [routerLink]="['/dashboard/presets', preset.name]">{{ preset.name }}</a>
            @if (preset.version !== null) {
              v{{ preset.version }}
            }
            {{ last ? '' : ' · ' }}
          }
          @if (group.more > 0) {
            <span class="quiet"> and {{ group.more }} more</span>
          }
        </li>
      }
    </ul>
  `,
  styles: `
    h3 {
      font-size: 12px;
      font-weight: 400;
      color: var(--hb-text-secondary);
    }
    ul {
      max-height: 200px;
      padding: 0;
      margin: 0;
      overflow-y: auto;
      list-style: none;
    }
    li {
      overflow-wrap: anywhere;
    }
    a {
      text-decoration: underline;
    }
    .quiet {
      color: var(--hb-text-secondary);
    }
  `,
})
export class SourceChange {
  readonly change = input.required<PresetSourceChange>();

  protected readonly groups = computed((): Group[] => {
    const { published, publishedCount, returned, returnedCount, retired, retiredCount } = this.change();
    const fresh = published.filter(({ before }) => before === 0);
    const raised = published.filter(({ before }) => before > 0);
    const groups: Group[] = [
      { what: 'New', presets: fresh, more: 0 },
      // Beyond what is listed nobody knows which of them are new.
      { what: 'Published', presets: raised, more: publishedCount - published.length },
      { what: 'Back', presets: returned, more: returnedCount - returned.length },
      {
        what: 'Retired',
        presets: retired.map((name) => ({ name, version: null })),
        more: retiredCount - retired.length,
      },
    ];
    return groups.filter(({ presets, more }) => presets.length + more > 0);
  });
}
