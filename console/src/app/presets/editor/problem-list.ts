import { Component, computed, input, output } from '@angular/core';
import type { FindingLevel, LintedPreset, PresetFinding } from '@hyprbox/contracts';
import { authoringLimits } from '@hyprbox/contracts';
import type { ApiProblem } from '../../core/api/problem';
import { ProblemMessage } from '../../shared/form/problem-message';

const levelWords: Readonly<Record<FindingLevel, string>> = {
  ERROR: 'Error',
  WARNING: 'Warning',
  INFO: 'Note',
  STYLE: 'Style',
};
const order = ['ERROR', 'WARNING', 'INFO', 'STYLE'] as const;

/** What is wrong with the source, the worst first; each leads to its place. */
@Component({
  selector: 'hb-problem-list',
  imports: [ProblemMessage],
  template: `
    <p class="summary" role="status">{{ summary() }}</p>
    @if (problem(); as failure) {
      <hb-problem-message [problem]="failure" [fault]="failure.faults[0]?.detail ?? null" />
    }
    @if (findings().length > 0) {
      <ul aria-label="Problems">
        @for (finding of findings(); track $index) {
          <li>
            <button type="button" (click)="chosen.emit(finding)">
              <span class="where hb-figures">{{ finding.line }}:{{ finding.column }}</span>
              <span class="what">
                <span class="level" [attr.data-level]="finding.level">{{ levelWords[finding.level] }}</span>
                {{ finding.message }} <code>{{ finding.code }}</code>
              </span>
            </button>
          </li>
        }
      </ul>
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 8px;
      min-height: 0;
      padding: 12px 0 0;
      overflow: auto;
    }
    .summary {
      padding: 0 14px;
      color: var(--hb-text-secondary);
    }
    hb-problem-message {
      margin: 0 14px;
    }
    ul {
      padding: 0;
      margin: 0;
      list-style: none;
    }
    li {
      border-top: 1px solid var(--hb-line);
    }
    button {
      display: grid;
      grid-template-columns: 56px minmax(0, 1fr);
      gap: 8px;
      width: 100%;
      padding: 8px 14px;
      font: inherit;
      color: inherit;
      text-align: start;
      cursor: pointer;
      background: none;
      border: 0;
    }
    button:hover {
      background: var(--hb-raised);
    }
    button:focus-visible {
      outline-offset: -2px;
    }
    .where,
    code {
      color: var(--hb-text-secondary);
    }
    .what {
      overflow-wrap: anywhere;
      white-space: pre-line;
    }
    .level {
      font-weight: 600;
      color: var(--hb-link);
    }
    [data-level='ERROR'] {
      color: var(--hb-critical-text);
    }
    [data-level='WARNING'] {
      color: var(--hb-warning-text);
    }
  `,
})
export class ProblemList {
  readonly linted = input.required<LintedPreset | null>();
  readonly busy = input.required<boolean>();
  readonly problem = input.required<ApiProblem | null>();
  readonly chosen = output<PresetFinding>();

  protected readonly levelWords = levelWords;
  protected readonly findings = computed(() =>
    [...(this.linted()?.findings ?? [])].sort(
      (one, other) => order.indexOf(one.level) - order.indexOf(other.level) || one.line - other.line,
    ),
  );
  protected readonly summary = computed(() => {
    const linted = this.linted();
    if (linted === null) return this.problem() === null ? 'Checking…' : 'Not checked.';
    const { length } = linted.findings;
    const by = linted.checkedBy === 'shellcheck' ? 'shellcheck' : 'bash, as shellcheck is not installed on the server';
    const found = length === 0 ? 'No problem' : length === 1 ? '1 problem' : `${length} problems`;
    const most = length >= authoringLimits.findings ? ' or more' : '';
    return `${found}${most}, checked by ${by}${this.busy() ? ' · checking again…' : ''}`;
  });
}
