import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Schedule } from '@hyprbox/contracts';
import { CopyButton } from '../../shared/copy-button/copy-button';
import { selectorWords } from '../../shared/selector/selector-words';
import { writeDuration } from '../../shared/time/durations';
import { misfireWords, overlapWords, runsInWords } from '../schedule-words';

/** What a schedule starts, and what it does where that is not possible. */
@Component({
  selector: 'hb-schedule-facts',
  imports: [CopyButton, RouterLink],
  template: `
    <h2>What it starts</h2>
    <dl>
      <dt>Runs</dt>
      <dd>
        @if (current(); as preset) {
          <a [routerLink]="['/dashboard/presets', preset.name]">{{ preset.name }}</a>
        } @else {
          {{ runs() }}
        }
      </dd>
      @if (current(); as preset) {
        <dt>Version now</dt>
        <dd>
          {{ preset.version }}
          @if (kept(); as words) {
            <span class="warning">{{ words }}</span>
          }
        </dd>
        @if (preset.sha256; as hash) {
          <dt>SHA-256</dt>
          <dd class="hash">
            <code [title]="hash">{{ hash.slice(0, 12) }}</code>
            <hb-copy-button label="Copy the SHA-256" [text]="hash" />
          </dd>
        }
      }
      @for (fact of facts(); track fact.name) {
        <dt>{{ fact.name }}</dt>
        <dd class="said">{{ fact.words }}</dd>
      }
    </dl>
  `,
  styles: `
    :host {
      display: block;
      padding: 14px 16px;
    }
    dl {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr);
      gap: 6px 14px;
      margin: 10px 0 0;
    }
    dt {
      color: var(--hb-text-secondary);
    }
    dd {
      margin: 0;
      overflow-wrap: anywhere;
    }
    .said {
      white-space: pre-wrap;
    }
    .warning {
      display: block;
      color: var(--hb-warning-text);
    }
    .hash {
      display: flex;
      align-items: center;
      height: 20px;
      white-space: nowrap;
    }
    a {
      text-decoration: underline;
    }
  `,
})
export class ScheduleFacts {
  readonly schedule = input.required<Schedule>();

  protected readonly runs = computed(() => runsInWords(this.schedule()));
  protected readonly current = computed(() => this.schedule().currentPreset);
  /** What keeps it from starting. */
  protected readonly kept = computed(() => {
    const { currentPreset, rollout } = this.schedule();
    if (currentPreset?.state === 'RETIRED') return 'It is retired: the schedule starts nothing.';
    const { presetVersion: pinned = currentPreset?.version } = rollout;
    if (pinned === currentPreset?.version) return null;
    return `It may run version ${String(pinned)} alone, which is not current any more: it starts nothing.`;
  });
  protected readonly facts = computed(() => {
    const schedule = this.schedule();
    const { rollout, cron, overlap, misfire, startDeadlineSeconds, jitterSeconds, createdByName } = schedule;
    const values = Object.entries(rollout.variables ?? {}).map(([name, value]) => `${name} = ${String(value)}`);
    return [
      { name: 'Variables', words: values.join('\n') },
      { name: 'Script', words: rollout.script ?? '' },
      { name: 'Hosts', words: selectorWords(rollout.selector) },
      { name: 'Waves', words: rollout.waves?.map(({ size }) => size).join(', ') ?? '' },
      { name: 'Budget', words: String(rollout.budget ?? '') },
      { name: 'Cron', words: cron },
      { name: 'If the one before is not over', words: overlapWords[overlap] },
      { name: 'If HyprBox was down', words: misfireWords[misfire] },
      { name: 'Start deadline', words: writeDuration(startDeadlineSeconds) },
      { name: 'Jitter', words: jitterSeconds === 0 ? '' : `up to ${writeDuration(jitterSeconds)}` },
      { name: 'By whose rights', words: createdByName ?? 'somebody who is gone' },
    ].filter(({ words }) => words !== '');
  });
}
