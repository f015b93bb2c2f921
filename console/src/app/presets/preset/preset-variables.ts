import { Component, computed, input } from '@angular/core';
import type { PresetVariable } from '@hyprbox/contracts';

/** What a preset asks for. */
@Component({
  selector: 'hb-preset-variables',
  template: `
    <h2>Variables</h2>
    @if (rows().length > 0) {
      <table class="hb-table">
        <caption class="hb-visually-hidden">
          Variables
        </caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">What it is</th>
            <th scope="col">Type</th>
            <th scope="col">If left empty</th>
          </tr>
        </thead>
        <tbody>
          @for (row of rows(); track row.name) {
            <tr>
              <td class="name">
                <code>{{ row.name }}</code>
              </td>
              <td class="what">
                {{ row.label }}
                @if (row.description) {
                  <span class="quiet">{{ row.description }}</span>
                }
              </td>
              <td class="type">
                {{ row.type }}
                @if (row.bounds) {
                  <span class="quiet">{{ row.bounds }}</span>
                }
              </td>
              <td class="empty">
                @if (row.default !== null) {
                  <code>{{ row.default }}</code>
                } @else {
                  {{ row.required ? 'Must be given' : 'Nothing' }}
                }
              </td>
            </tr>
          }
        </tbody>
      </table>
    } @else {
      <p>It asks for nothing.</p>
    }
  `,
  styleUrl: './preset-variables.scss',
})
export class PresetVariables {
  readonly variables = input.required<readonly PresetVariable[]>();

  protected readonly rows = computed(() =>
    this.variables().map((variable) => ({
      ...variable,
      default: variable.default === null ? null : String(variable.default) || '(empty)',
      bounds: boundsOf(variable),
    })),
  );
}

/** What a value has to be like, beyond its type. */
function boundsOf({ type, options, pattern, min, max }: PresetVariable): string {
  const range = [min === undefined ? '' : `at least ${min}`, max === undefined ? '' : `at most ${max}`]
    .filter(Boolean)
    .join(', ');
  const unit = range !== '' && type === 'string' ? ' characters' : '';
  return [options?.join(', ') ?? '', range + unit, pattern === undefined ? '' : `like ${pattern}`]
    .filter(Boolean)
    .join('; ');
}
