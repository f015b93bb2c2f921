import { Component, computed, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { PresetSource } from '@hyprbox/contracts';
import { StatusDot } from '../../shared/status/status-dot';
import { RelativeTime } from '../../shared/time/relative-time';
import { shortHash } from '../preset-words';
import { SourceChange } from './source-change';
import { presetCount, sourceStateWords, sourceTones } from './source-words';

/** One source: what it brings, how the last look at it went, and every file of it that is not used. */
@Component({
  selector: 'hb-source-card',
  imports: [MatButton, RelativeTime, RouterLink, SourceChange, StatusDot],
  templateUrl: './source-card.html',
  styleUrl: './source-card.scss',
})
export class SourceCard {
  readonly source = input.required<PresetSource>();
  readonly mayManage = input.required<boolean>();
  /** It is being looked at because somebody asked. */
  readonly looking = input.required<boolean>();
  readonly synced = output();
  readonly accepted = output();
  readonly edited = output();
  readonly renewed = output();
  readonly removed = output();

  protected readonly shortHash = shortHash;
  protected readonly isGit = computed(() => this.source().kind === 'GIT');
  protected readonly state = computed(() => (this.source().enabled ? sourceStateWords[this.source().state] : 'Off'));
  protected readonly tone = computed(() => (this.source().enabled ? sourceTones[this.source().state] : 'OFFLINE'));
  protected readonly presets = computed(() => presetCount(this.source().presets));
  /** Which presets these are, in the list of all. */
  protected readonly listed = computed(() => ({ origin: this.source().kind.toLowerCase() }));
  protected readonly syncWords = computed(() => {
    if (this.looking()) return 'Looking…';
    return this.isGit() ? 'Sync now' : 'Read again';
  });
  protected readonly unseenFaults = computed(() => this.source().faultCount - this.source().faults.length);
}
