import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Preset } from '@hyprbox/contracts';
import { Icon } from '../../shared/icon/icon';
import { originOf, readOnlyWords, returnWords, stateOf } from '../preset-words';
import { PresetDraftNote } from './preset-draft-note';

/** What has to be known before a preset is used or changed. */
@Component({
  selector: 'hb-preset-notes',
  imports: [Icon, PresetDraftNote, RouterLink],
  template: `
    @if (preset().problem; as problem) {
      <div class="problem" role="alert">
        <hb-icon name="circle-alert" />
        <p>
          <strong>What its file says now is not used.</strong> {{ problem }}
          @if (preset().version > 0) {
            Version {{ preset().version }} goes on.
          }
          @if (hasSource()) {
            <a routerLink="/dashboard/presets/sources">See its source</a>
          }
        </p>
      </div>
    }
    @if (isRetired()) {
      <div class="note">
        <p>
          It is retired: nothing starts it any more.
          @if (preset().retiredReason; as reason) {
            <span>“{{ reason }}”</span>
          }
          {{ wayBack() }}
        </p>
      </div>
    }
    @if (preset().hasDraft) {
      <div class="note"><hb-preset-draft-note [preset]="preset()" /></div>
    }
    @if (readOnly(); as words) {
      <div class="note">
        <p class="quiet">{{ words }}</p>
      </div>
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 8px;
    }
    :host:empty {
      display: none;
    }
    .problem,
    .note {
      display: flex;
      gap: 10px;
      align-items: flex-start;
      padding: 8px 14px;
      overflow-wrap: anywhere;
      border: 1px solid var(--hb-line);
      border-radius: var(--hb-radius-control);
    }
    .problem {
      border-color: var(--hb-warning);
    }
    .problem hb-icon {
      margin-top: 2px;
      color: var(--hb-warning-text);
    }
    .quiet {
      color: var(--hb-text-secondary);
    }
    a {
      text-decoration: underline;
    }
  `,
})
export class PresetNotes {
  readonly preset = input.required<Preset>();

  protected readonly isRetired = computed(() => stateOf(this.preset()) === 'RETIRED');
  protected readonly readOnly = computed(() => readOnlyWords(this.preset()));
  protected readonly hasSource = computed(() => ['GIT', 'FILE'].includes(originOf(this.preset())));
  protected readonly wayBack = computed(() => returnWords(this.preset()));
}
