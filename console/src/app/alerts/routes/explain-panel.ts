import { Component, computed, inject, signal } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { MatFormField, MatLabel } from '@angular/material/form-field';
import { MatOption, MatSelect } from '@angular/material/select';
import { RouterLink } from '@angular/router';
import type { AlertSeverity } from '@hyprbox/contracts';
import { alertSeverities, nodeIdPattern } from '@hyprbox/contracts';
import { AlertsApi } from '../../core/api/alerts.api';
import { toApiProblem } from '../../core/api/problem';
import { severityWords } from '../../shared/alerts/alert-words';
import { HostField } from '../../shared/host-field/host-field';
import { writeDuration } from '../../shared/time/durations';
import { dayAndTime } from '../../shared/time/local-time';

/** Who would be told what of an alert of a host, by the routes that are saved. */
@Component({
  selector: 'hb-explain-panel',
  imports: [HostField, MatFormField, MatLabel, MatOption, MatSelect, RouterLink],
  template: `
    <h2>Who would be told?</h2>
    <div class="question">
      <hb-host-field label="Host" [nodeId]="nodeId()" (changed)="nodeId.set($event)" />
      <mat-form-field>
        <mat-label>Severity</mat-label>
        <mat-select [value]="severity()" (valueChange)="severity.set($event)">
          @for (each of severities; track each) {
            <mat-option [value]="each">{{ words[each] }}</mat-option>
          }
        </mat-select>
      </mat-form-field>
    </div>
    <div role="status">
      @if (fault(); as fault) {
        <p class="failed">{{ fault }}</p>
      } @else if (answer.hasValue()) {
        @for (window of answer.value().windows; track window.id) {
          <p class="warning">
            Kept quiet by <a [routerLink]="['/dashboard/alerts/windows', window.id]">{{ window.name }}</a>
            @if (window.until; as until) {
              until {{ at(until) }}
            }
          </p>
        }
        @for (route of answer.value().routes; track route.name) {
          <h3>{{ route.name }}</h3>
          <ul>
            @for (step of route.steps; track $index) {
              <li>
                {{ step.afterSeconds === 0 ? 'At once' : 'After ' + after(step.afterSeconds) }}:
                @for (channel of step.channels; track channel.id; let last = $last) {
                  {{ channel.name }}{{ channel.enabled ? '' : ' (off)' }}{{ last ? '' : ', ' }}
                }
              </li>
            } @empty {
              <li class="warning">Nobody.</li>
            }
          </ul>
        } @empty {
          <p class="warning">Nobody: no route takes it.</p>
        }
      } @else if (nodeId() === null) {
        <p class="quiet">Choose a host to see which routes and windows hold for it.</p>
      }
    </div>
  `,
  styles: `
    :host {
      display: block;
      padding: 14px 16px;
    }
    .question {
      display: flex;
      flex-wrap: wrap;
      gap: 12px;
      margin-block: 12px;
    }
    hb-host-field,
    mat-form-field {
      flex: 1 1 180px;
      max-width: 260px;
    }
    h3 {
      margin-top: 8px;
    }
    ul {
      padding-inline-start: 18px;
      margin: 4px 0;
    }
    .quiet {
      color: var(--hb-text-secondary);
    }
    .warning {
      color: var(--hb-warning-text);
    }
    .failed {
      color: var(--hb-critical-text);
    }
  `,
})
export class ExplainPanel {
  private readonly api = inject(AlertsApi);

  protected readonly severities = alertSeverities;
  protected readonly words = severityWords;
  protected readonly after = writeDuration;
  protected readonly nodeId = signal<string | null>(null);
  protected readonly severity = signal<AlertSeverity>('CRITICAL');
  protected readonly answer = rxResource({
    params: () => {
      const nodeId = this.nodeId();
      return nodeId !== null && nodeIdPattern.test(nodeId) ? { nodeId, severity: this.severity() } : undefined;
    },
    stream: ({ params }) => this.api.routes.explain(params),
  });
  protected readonly fault = computed(() => {
    const error = this.answer.error();
    return error === undefined ? null : toApiProblem(error.cause ?? error).detail;
  });

  /** The routes were saved: the answer may be another. */
  reload(): void {
    this.answer.reload();
  }

  protected at(iso: string): string {
    return dayAndTime(new Date(iso));
  }
}
