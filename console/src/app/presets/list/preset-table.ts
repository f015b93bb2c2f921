import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { PresetSummary } from '@hyprbox/contracts';
import { RelativeTime } from '../../shared/time/relative-time';
import { originOf, originWords, stateOf, stateWords } from '../preset-words';

@Component({
  selector: 'hb-preset-table',
  imports: [RelativeTime, RouterLink],
  template: `
    <table class="hb-table">
      <caption class="hb-visually-hidden">
        Presets by name
      </caption>
      <thead>
        <tr>
          <th scope="col">Preset</th>
          <th scope="col">Origin</th>
          <th scope="col" class="figure">Version</th>
          <th scope="col">State</th>
          <th scope="col">Published</th>
        </tr>
      </thead>
      <tbody>
        @for (row of rows(); track row.preset.name) {
          <tr>
            <td class="preset">
              <a class="link" [routerLink]="['/dashboard/presets', row.preset.name]">{{ row.title }}</a>
              @if (row.title !== row.preset.name) {
                <code>{{ row.preset.name }}</code>
              }
            </td>
            <td class="origin">
              {{ row.origin }}
              @if (row.preset.sourceName; as source) {
                <span class="source">{{ source }}</span>
              }
            </td>
            <td class="version figure">{{ row.version }}</td>
            <td class="state">
              <span [class.mark]="row.isUnusual">{{ row.state }}</span>
              @if (row.preset.hasDraft && row.preset.version > 0) {
                <span class="mark">Draft</span>
              }
              @if (row.preset.problem) {
                <span class="mark problem">Problem</span>
              }
            </td>
            <td class="published">
              @if (row.product; as product) {
                {{ product }}
              } @else if (row.preset.publishedAt; as at) {
                <hb-relative-time [at]="at" />
                @if (row.preset.publishedByName; as by) {
                  <span class="by">{{ by }}</span>
                }
              } @else {
                –
              }
            </td>
          </tr>
        }
      </tbody>
    </table>
  `,
  styleUrl: './preset-table.scss',
})
export class PresetTable {
  readonly presets = input.required<readonly PresetSummary[]>();

  protected readonly rows = computed(() =>
    this.presets().map((preset) => ({
      preset,
      title: preset.title || preset.name,
      origin: originWords[originOf(preset)],
      version: preset.version === 0 ? '–' : `v${preset.version}`,
      state: stateWords[stateOf(preset)],
      product: preset.shippedWith ? `HyprBox ${preset.shippedWith}` : null,
      /** What runs is the rule, and stays quiet. */
      isUnusual: stateOf(preset) !== 'PUBLISHED',
    })),
  );
}
